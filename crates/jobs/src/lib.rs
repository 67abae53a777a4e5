//! What a long piece of work tells about itself, and how it is stopped.
