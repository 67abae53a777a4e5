//! The native HTTP interface with its OpenAPI document.
