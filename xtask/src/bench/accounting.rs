//! Processor time as the kernel accounts it, of threads, other processes and ended children.
//!
//! The only unsafe code of this crate: these accounts are reached through libc alone.
#![expect(
    unsafe_code,
    reason = "the kernel's accounts have no safe interface in the standard library"
)]

use std::io;
use std::mem::MaybeUninit;
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Child, ExitStatus};
use std::time::Duration;

/// How a child ended and what it took.
#[derive(Debug, Clone, Copy)]
pub struct Ended {
    /// Its exit status.
    pub status: ExitStatus,
    /// User and system time of all its threads.
    pub cpu: Duration,
}

/// Processor time of the calling thread so far.
#[must_use]
pub fn thread_cpu() -> Duration {
    clock(libc::CLOCK_THREAD_CPUTIME_ID).expect("every thread has this clock")
}

/// Processor time of all threads, ended ones included, of a process that still runs.
pub fn process_cpu(pid: u32) -> io::Result<Duration> {
    let mut id = MaybeUninit::<libc::clockid_t>::uninit();
    // SAFETY: the call writes one clock id into the place given, which is read only after success.
    let code = unsafe { libc::clock_getcpuclockid(pid as libc::pid_t, id.as_mut_ptr()) };
    if code != 0 {
        return Err(io::Error::from_raw_os_error(code));
    }
    // SAFETY: written by the successful call above.
    clock(unsafe { id.assume_init() })
}

/// Waits for a child and returns the kernel's account of it alone.
pub fn wait(child: &Child) -> io::Result<Ended> {
    let mut status = 0;
    let mut usage = MaybeUninit::<libc::rusage>::uninit();
    loop {
        let pid = child.id() as libc::pid_t;
        // SAFETY: both places are valid for writing, and the usage is read only after success.
        let waited = unsafe { libc::wait4(pid, &raw mut status, 0, usage.as_mut_ptr()) };
        if waited == pid {
            break;
        }
        let error = io::Error::last_os_error();
        if error.kind() != io::ErrorKind::Interrupted {
            return Err(error);
        }
    }
    // SAFETY: written by the successful call above.
    let usage = unsafe { usage.assume_init() };
    let cpu = span(usage.ru_utime) + span(usage.ru_stime);
    Ok(Ended { status: ExitStatus::from_raw(status), cpu })
}

fn clock(id: libc::clockid_t) -> io::Result<Duration> {
    let mut now = MaybeUninit::<libc::timespec>::uninit();
    // SAFETY: the call writes one timespec into the place given, which is read only after success.
    if unsafe { libc::clock_gettime(id, now.as_mut_ptr()) } != 0 {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: written by the successful call above.
    let now = unsafe { now.assume_init() };
    Ok(Duration::new(now.tv_sec.unsigned_abs(), now.tv_nsec as u32))
}

fn span(time: libc::timeval) -> Duration {
    Duration::new(time.tv_sec.unsigned_abs(), time.tv_usec as u32 * 1000)
}
