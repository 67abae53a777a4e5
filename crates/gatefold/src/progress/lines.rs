//! A line when a phase begins and every few seconds: text for logs, JSON for programs.

use std::io::Write as _;
use std::sync::Mutex;

use jobs::{Progress, Unit};

use super::meter::Meter;

/// Lines on standard error.
pub struct Lines {
    json: bool,
    meter: Mutex<Option<Meter>>,
}

impl Lines {
    /// Lines for people.
    pub fn text() -> Self {
        Self { json: false, meter: Mutex::new(None) }
    }

    /// Lines for programs: `event`, `phase`, `done`, `total`, `unit`, `per_second`, `seconds_left`.
    pub fn json() -> Self {
        Self { json: true, meter: Mutex::new(None) }
    }

    fn tell(&self, event: &str, meter: &Meter) {
        let Meter { name, done, total, unit, .. } = meter;
        let line = if self.json {
            serde_json::json!({
                "event": event, "phase": name, "done": done, "total": total,
                "unit": unit.as_str(), "per_second": meter.rate().round(),
                "seconds_left": meter.seconds_left(),
            })
            .to_string()
        } else {
            let of = total.map_or(String::new(), |total| format!(" of {total}"));
            let left = meter.seconds_left().map_or(String::new(), |s| format!(", {s} s left"));
            match event {
                "phase" => format!("{name}: started"),
                _ => format!("{name}: {done}{of} {unit}, {:.0} a second{left}", meter.rate()),
            }
        };
        // Nobody may be reading any more; the import goes on.
        let _ = writeln!(std::io::stderr(), "{line}");
    }
}

impl Progress for Lines {
    fn phase(&self, name: &str, total: Option<u64>, unit: Unit) {
        let meter = Meter::start(name, total, unit);
        self.tell("phase", &meter);
        *self.meter.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = Some(meter);
    }

    fn advance(&self, n: u64) {
        let mut meter = self.meter.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(meter) = meter.as_mut()
            && meter.advance(n)
        {
            self.tell("progress", meter);
        }
    }

    fn note(&self, message: &str) {
        let line = if self.json {
            serde_json::json!({ "event": "note", "message": message }).to_string()
        } else {
            message.to_owned()
        };
        let _ = writeln!(std::io::stderr(), "{line}");
    }
}
