//! Where it was measured.

use std::fs;

use anyhow::Context;
use serde::{Deserialize, Serialize};

/// The machine, as Linux describes it.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Machine {
    /// Processor cores at hand.
    pub cores: usize,
    /// What the processor calls itself.
    pub processor: String,
    /// Memory, in GB.
    pub memory_gb: f64,
    /// Release of the kernel.
    pub kernel: String,
}

impl Machine {
    /// This machine.
    ///
    /// # Errors
    /// When it is no Linux.
    pub fn this() -> anyhow::Result<Self> {
        let processor = field("/proc/cpuinfo", "model name").unwrap_or_default();
        Ok(Self {
            cores: std::thread::available_parallelism()?.get(),
            processor,
            memory_gb: kilobytes("/proc/meminfo", "MemTotal")? / 1e6,
            kernel: fs::read_to_string("/proc/sys/kernel/osrelease")?
                .trim()
                .to_owned(),
        })
    }
}

/// Memory of a process that is in use, in MB.
pub struct Memory {
    /// Now.
    pub now_mb: f64,
    /// At most since it started.
    pub peak_mb: f64,
}

/// Memory of a process.
///
/// # Errors
/// When there is no such process.
pub fn memory(process: u32) -> anyhow::Result<Memory> {
    let status = format!("/proc/{process}/status");
    Ok(Memory {
        now_mb: kilobytes(&status, "VmRSS")? / 1e3,
        peak_mb: kilobytes(&status, "VmHWM")? / 1e3,
    })
}

/// A size of a file of `/proc`, in thousands of bytes.
fn kilobytes(file: &str, name: &str) -> anyhow::Result<f64> {
    let text = field(file, name)?;
    let kibibytes: f64 = text
        .trim_end_matches(" kB")
        .parse()
        .with_context(|| format!("{file}: {name}: {text}"))?;
    Ok(kibibytes * 1.024)
}

fn field(file: &str, name: &str) -> anyhow::Result<String> {
    let text = fs::read_to_string(file).with_context(|| format!("cannot read {file}"))?;
    let value = text.lines().find_map(|line| {
        let (field, value) = line.split_once(':')?;
        (field.trim() == name).then(|| value.trim().to_owned())
    });
    value.with_context(|| format!("{file} has no {name}"))
}
