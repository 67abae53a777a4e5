//! The queue between those who post mails and the one who carries them.

use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::time::Duration;

use crate::mail::{Carrier, Mail, Message};

/// Mails that wait at most; more are dropped and logged.
const CAPACITY: usize = 256;
/// Pauses before the second and third attempt.
const PAUSES: [Duration; 2] = [Duration::from_secs(2), Duration::from_secs(30)];

/// A thread that carries mails, one after the other. Mails that wait when the program ends are
/// lost: people ask again.
pub struct Post(SyncSender<Message>);

impl Post {
    /// Starts the thread; it ends when the `Post` is dropped and its queue is empty.
    ///
    /// # Errors
    /// When the system has no thread left.
    pub fn start(carrier: impl Carrier + 'static) -> std::io::Result<Self> {
        let (sender, receiver) = sync_channel(CAPACITY);
        let work = move || carry_all(&carrier, &receiver);
        std::thread::Builder::new().name("mail".to_owned()).spawn(work)?;
        Ok(Self(sender))
    }
}

impl Mail for Post {
    fn post(&self, message: Message) {
        let id = message.id;
        match self.0.try_send(message) {
            Ok(()) => {}
            Err(TrySendError::Full(_)) => {
                tracing::warn!(mail = %id, "a mail was dropped: too many are waiting");
            }
            Err(TrySendError::Disconnected(_)) => {
                tracing::error!(mail = %id, "a mail was dropped: nobody carries mails any more");
            }
        }
    }
}

fn carry_all(carrier: &impl Carrier, queue: &Receiver<Message>) {
    for message in queue {
        let mut pauses = PAUSES.into_iter();
        while let Err(error) = carrier.carry(&message) {
            let Some(pause) = pauses.next() else {
                tracing::error!(mail = %message.id, %error, "a mail could not be sent");
                break;
            };
            std::thread::sleep(pause);
        }
    }
}
