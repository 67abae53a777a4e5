//! A history is imported, from a file that was uploaded or from an account elsewhere.

use anyhow::Result;
use futures::future::BoxFuture;
use jiff::tz::TimeZone;
use jobs::Stopped;
use listens::{ImportJob, upload_path};

use crate::jobs::kind::{Running, Work};

impl Work for ImportJob {
    fn run(self, running: Running) -> BoxFuture<'static, Result<()>> {
        Box::pin(async move {
            let (tools, watch) = (&running.tools, (&*running.progress as _, &running.stop));
            let folder = tools.config.uploads_dir();
            if let Some(id) = self.import {
                let is_done = match &self.account {
                    Some(name) => {
                        let (elsewhere, listens) = (&tools.elsewhere, &tools.listens);
                        let account = elsewhere.lastfm(name);
                        listens.import_account((id, elsewhere.remote()), account, watch).await?
                    }
                    None => {
                        let zone = self.zone.as_deref().map(TimeZone::get).transpose()?;
                        let zone = zone.unwrap_or(TimeZone::UTC);
                        let path = upload_path(&folder, id);
                        tools.listens.import_file((id, &path), zone, watch).await?
                    }
                };
                if !is_done {
                    return Err(Stopped.into());
                }
            }
            tools.listens.clear_uploads(&folder).await?;
            Ok(())
        })
    }
}
