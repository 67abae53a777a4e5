//! The state of the components is written down, so that it can be looked at later.

use anyhow::Result;
use futures::future::BoxFuture;
use jobs::{Job, Progress as _, Unit};
use serde::{Deserialize, Serialize};
use store::health::{self, HealthCheck};
use uuid::Uuid;

use crate::jobs::kind::{Running, Work};

/// The job.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct CheckHealth {}

impl Job for CheckHealth {
    const NAME: &'static str = "health.check";
}

impl Work for CheckHealth {
    fn run(self, running: Running) -> BoxFuture<'static, Result<()>> {
        Box::pin(async move {
            running.progress.phase("components", None, Unit::Items);
            let findings = running.tools.monitor.look_closely().await;
            let checked_at_ms = (running.tools.now_ms)();
            let checks: Vec<HealthCheck> = findings
                .iter()
                .map(|finding| HealthCheck {
                    id: Uuid::now_v7(),
                    component: finding.component.to_owned(),
                    status: finding.status,
                    message: finding.message.clone(),
                    data: finding.data.to_string(),
                    checked_at_ms,
                })
                .collect();
            let write = running.tools.store.write(move |tx| {
                Box::pin(async move {
                    for check in &checks {
                        health::insert(tx, check).await?;
                    }
                    Ok::<_, store::Error>(())
                })
            });
            Ok(write.await?)
        })
    }
}
