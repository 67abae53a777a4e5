//! Claims about the flag that ends work early.

use super::{Stop, Stopped};

#[test]
fn a_request_is_seen_through_every_clone() {
    let stop = Stop::new();
    let seen_elsewhere = stop.clone();
    assert_eq!(seen_elsewhere.check(), Ok(()));
    stop.request();
    assert!(seen_elsewhere.is_requested());
    assert_eq!(seen_elsewhere.check(), Err(Stopped));
}

#[test]
fn a_loop_on_another_thread_ends_when_asked() {
    let stop = Stop::new();
    let work = std::thread::spawn({
        let stop = stop.clone();
        move || {
            let mut turns = 0_u64;
            while stop.check().is_ok() {
                turns += 1;
                std::thread::yield_now();
            }
            turns
        }
    });
    stop.request();
    assert!(work.join().is_ok());
}
