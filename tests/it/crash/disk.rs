//! A disk that fills up while a load runs: one clear sentence, nothing acknowledged lost, and the
//! same command goes on once there is room.

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
};

use super::{Deliveries, UNFINISHED, embedded, possible, rows, undisturbed};

/// A file system of its own in memory, for as long as it lives.
struct Disk<'a>(&'a Path);

impl<'a> Disk<'a> {
    /// Nothing where it may not be mounted.
    fn mount(folder: &'a Path) -> Option<Self> {
        mount(folder, "size=256k").then_some(Self(folder))
    }

    fn resize(&self, size: &str) {
        assert!(mount(self.0, &format!("remount,size={size}")));
    }
}

impl Drop for Disk<'_> {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0).status();
    }
}

fn mount(folder: &Path, options: &str) -> bool {
    let mut command = Command::new("mount");
    command
        .args(["-t", "tmpfs", "-o", options, "tmpfs"])
        .arg(folder);
    let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
    status.is_ok_and(|status| status.success())
}

#[test]
fn a_full_disk_ends_a_load_in_one_sentence() {
    let deliveries = Deliveries::new();
    let folder = tempfile::tempdir().unwrap();
    let (_, hash) = undisturbed(&deliveries, &embedded(folder.path()));
    let folder = tempfile::tempdir().unwrap();
    let Some(disk) = Disk::mount(folder.path()) else {
        eprintln!("SKIPPED: a disk that fills up: only root may mount one");
        return;
    };
    let graph = embedded(folder.path());
    let log = deliveries.scratch.join("log");
    let (mut before, mut refused) = (0, 0);
    // Each time a little more room, so that it fills up in other places.
    for kilobytes in (256..60_000).step_by(256) {
        disk.resize(&format!("{kilobytes}k"));
        let mut command = deliveries.command(&deliveries.first, &graph);
        command
            .stderr(fs::File::create(&log).unwrap())
            .stdout(Stdio::null());
        let code = command.status().unwrap().code();
        let said = fs::read_to_string(&log).unwrap();
        let ended = code == Some(0);
        if !ended {
            refused += 1;
            assert_eq!(code, Some(3), "{said}");
            let sentence = said.lines().filter(|line| line.starts_with("kinflow: "));
            let sentence: Vec<&str> = sentence.collect();
            assert!(
                matches!(sentence.as_slice(), [one] if one.starts_with("kinflow: the disk is full: make room")),
                "{said}"
            );
        }
        // Verifying needs room too: a graph of an earlier moment is prepared and saved.
        disk.resize("200m");
        let after = deliveries.verify(&graph, if ended { &[] } else { &UNFINISHED });
        let brought = rows(&after) - before;
        let possible = possible(&log, ended, false);
        assert!(
            possible.contains(&brought),
            "{brought} rows came, not {possible:?}"
        );
        before = rows(&after);
        if ended {
            break;
        }
    }
    assert!(refused > 1, "the disk was full {refused} times");
    let second = deliveries
        .command(&deliveries.second, &graph)
        .output()
        .unwrap();
    assert_eq!(second.status.code(), Some(0));
    assert_eq!(deliveries.verify(&graph, &[])["hash"], hash);
}
