//! Command line, configuration and wiring of the server.
