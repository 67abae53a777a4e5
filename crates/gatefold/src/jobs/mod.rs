//! Jobs: what runs in the background, when, and by which process.

pub mod cron;
