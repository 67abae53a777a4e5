//! The number of connections that each address has open.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

type Counts = Mutex<HashMap<IpAddr, usize>>;

/// A count for each address with a connection; as large as there are connections.
pub(super) struct PerClient {
    counts: Arc<Counts>,
    max: usize,
}

/// One connection's place in the count.
pub(super) struct Seat(Option<(Arc<Counts>, IpAddr)>);

impl PerClient {
    pub(super) fn new(max: usize) -> Self {
        Self { counts: Arc::default(), max }
    }

    /// A place for one more connection, or `None` when the address has too many.
    pub(super) fn take(&self, address: IpAddr, unbounded: bool) -> Option<Seat> {
        if unbounded {
            return Some(Seat(None));
        }
        let mut counts = lock(&self.counts);
        let count = counts.entry(address).or_default();
        if *count >= self.max {
            return None;
        }
        *count += 1;
        Some(Seat(Some((self.counts.clone(), address))))
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let Some((counts, address)) = self.0.take() else { return };
        let mut counts = lock(&counts);
        if let Some(count) = counts.get_mut(&address) {
            *count -= 1;
            if *count == 0 {
                counts.remove(&address);
            }
        }
    }
}

fn lock(counts: &Counts) -> MutexGuard<'_, HashMap<IpAddr, usize>> {
    counts.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use super::PerClient;

    #[test]
    fn a_place_comes_back_when_its_connection_ends() {
        let per_client = PerClient::new(1);
        let address = IpAddr::from([203, 0, 113, 1]);
        let seat = per_client.take(address, false);
        assert!(seat.is_some());
        assert!(per_client.take(address, false).is_none());
        assert!(per_client.take(address, true).is_some());
        drop(seat);
        assert!(per_client.counts.lock().is_ok_and(|counts| counts.is_empty()));
        assert!(per_client.take(address, false).is_some());
    }
}
