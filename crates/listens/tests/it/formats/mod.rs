//! Files of other programs and our own, from the outside.

mod bounds;
mod harness;
mod mutations;
mod round_trip;
mod samples;
mod writing;
