//! Slows down whoever tries passwords.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use sha2::{Digest as _, Sha256};
use store::Store;
use tokio::sync::{Mutex, OwnedMutexGuard};

use super::Client;
use crate::error::Problem;
use crate::observe;

/// Counts failed attempts by account and by address, in the store, so that a restart forgets nothing. Who has
/// failed too often waits, whether the account exists or not, and also with the right password.
#[derive(Clone)]
pub(crate) struct Throttle {
    /// Attempts at one account are decided one after another: a hundred at once are no way around the count.
    turns: Arc<[Arc<Mutex<()>>]>,
}

/// What an attempt's failure is counted for.
#[derive(Clone)]
pub(super) struct Failures {
    account: String,
    household: String,
}

/// An attempt that may be made. The next one at the same account waits until it is decided.
pub(super) struct Attempt {
    failures: Failures,
    _turn: OwnedMutexGuard<()>,
}

/// So many failures within so long a time; one more has to wait.
struct Patience {
    failures: u32,
    within: TimeDelta,
}

const WITH_AN_ACCOUNT: [Patience; 2] = [
    Patience { failures: 5, within: TimeDelta::minutes(1) },
    Patience { failures: 30, within: TimeDelta::minutes(60) },
];

/// A whole office may sit behind one address.
const WITH_AN_ADDRESS: [Patience; 2] = [
    Patience { failures: 30, within: TimeDelta::minutes(1) },
    Patience { failures: 300, within: TimeDelta::minutes(60) },
];

impl Throttle {
    /// # Errors
    /// [`crate::error::Code::TooMany`] with the time to wait.
    pub(super) async fn admit(
        &self,
        store: &Store,
        failures: Failures,
        now: DateTime<Utc>,
    ) -> Result<Attempt, Problem> {
        let turn = Arc::clone(self.turn_of(&failures.account)).lock_owned().await;
        let account = (&failures.account, &WITH_AN_ACCOUNT);
        let household = (&failures.household, &WITH_AN_ADDRESS);
        for (key, patiences) in [account, household] {
            for patience in patiences {
                if store.failures(key, now - patience.within).await? >= patience.failures {
                    return Err(Problem::too_many(patience.within.num_seconds().unsigned_abs()));
                }
            }
        }
        Ok(Attempt { failures, _turn: turn })
    }

    /// Accounts share turns, so that nothing has to be tidied up.
    fn turn_of(&self, account: &str) -> &Arc<Mutex<()>> {
        let place = account.bytes().fold(0_usize, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into()));
        &self.turns[place % TURNS]
    }
}

impl Default for Throttle {
    fn default() -> Self {
        Self { turns: std::iter::repeat_with(Arc::default).take(TURNS).collect() }
    }
}

const TURNS: usize = 256;

impl Failures {
    pub(super) fn of(email: &str, client: Client) -> Self {
        Self {
            account: key("account", &email.trim().to_lowercase()),
            household: key("address", &client.household().to_string()),
        }
    }
}

impl Attempt {
    pub(super) async fn failed(self, store: &Store, now: DateTime<Utc>) -> Result<(), store::Error> {
        observe::count_failed_sign_in();
        store.note_failure(&self.failures.account, now).await?;
        store.note_failure(&self.failures.household, now).await
    }

    /// The failures of the address stay: who owns one account could otherwise try others for ever.
    pub(super) async fn succeeded(self, store: &Store) -> Result<(), store::Error> {
        store.clear_failures(&self.failures.account).await
    }
}

/// The store learns neither who was tried nor from where.
fn key(kind: &str, text: &str) -> String {
    Sha256::digest(format!("{kind} {text}")).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_tell_nothing() {
        assert!(!key("account", "anna@example.org").contains("anna"));
        assert_ne!(key("account", "10.0.0.1"), key("address", "10.0.0.1"));
    }
}
