//! Fold, tokenise and compare titles and names.
