//! Build a catalogue generation from dumps and make it current.
