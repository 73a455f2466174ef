//! Ownership through companies: what each simple path carries, and the sum of all of them, exact.

mod exact;

use std::{cmp::Reverse, collections::BTreeMap};

pub use exact::Exact;

/// Most links of a path.
pub const LONGEST: usize = 10;

/// Who holds how much of whom, seen from one end: nodes by number, and from each the nodes one link
/// on, with the sum of the shares between the two.
#[derive(Clone, Debug, Default)]
pub struct Ownership(Vec<Vec<(usize, u64)>>);

/// What reaches each node from the start along all simple paths.
#[derive(Debug)]
pub struct Weighed {
    /// The sum by node; the whole for the start.
    pub shares: Vec<Exact>,
    /// Whether a path of the most links ends at the node: what lies behind it is not weighed.
    pub last: Vec<bool>,
    /// Whether nodes hold each other in a circle.
    pub circular: bool,
    /// Whether paths were left out because there were too many; the sums are then too low.
    pub truncated: bool,
}

/// One simple path from the start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    /// What it carries.
    pub share: Exact,
    /// Its nodes, the start first.
    pub nodes: Vec<usize>,
}

/// The simple paths from the start to one node.
#[derive(Debug, Default)]
pub struct Paths {
    /// Those that carry most; among equals the shorter, then by their nodes.
    pub most: Vec<Path>,
    /// How many were found.
    pub count: usize,
    /// Whether others were left out because there were too many.
    pub truncated: bool,
}

impl Ownership {
    /// So many nodes and the links between them, from one to the next along the way. Links between
    /// the same two count together; one of no share is none.
    #[must_use]
    pub fn new(nodes: usize, links: impl IntoIterator<Item = (usize, usize, u64)>) -> Self {
        let mut sums = vec![BTreeMap::<usize, u64>::new(); nodes];
        for (from, to, share) in links.into_iter().filter(|(.., share)| *share > 0) {
            let sum = sums[from].entry(to).or_default();
            *sum = sum.saturating_add(share);
        }
        Self(sums.into_iter().map(Vec::from_iter).collect())
    }

    /// The nodes one link on, and the sum of the shares between.
    #[must_use]
    pub fn next(&self, node: usize) -> &[(usize, u64)] {
        &self.0[node]
    }

    /// What reaches every node from the start, which all others can be reached from. Where circles are,
    /// at most so many steps are tried.
    ///
    /// Only nodes that lead to a circle need their paths one by one. From any other node on no path can
    /// come back to itself, so that layer by layer is enough, however many paths there are.
    #[must_use]
    pub fn weigh(&self, start: usize, most: usize) -> Weighed {
        let knotted = self.knotted();
        let mut weighed = Weighed {
            shares: vec![Exact::default(); self.0.len()],
            last: vec![false; self.0.len()],
            circular: knotted.contains(&true),
            truncated: false,
        };
        let mut layers = vec![BTreeMap::<usize, Exact>::new(); LONGEST + 1];
        if knotted[start] {
            let mut walk = Walk::new(self, start, &knotted);
            let mut left = most;
            while walk.step() {
                if left == 0 {
                    weighed.truncated = true;
                    break;
                }
                left -= 1;
                *layers[walk.depth()].entry(walk.node()).or_default() += walk.share();
            }
        } else {
            layers[0].insert(start, Exact::whole());
        }
        for depth in 0..=LONGEST {
            for (node, carried) in std::mem::take(&mut layers[depth]) {
                weighed.shares[node] += carried;
                if depth == LONGEST {
                    weighed.last[node] |= !carried.is_zero();
                    continue;
                }
                let next = self.next(node).iter();
                for (next, share) in next.filter(|(next, _)| !(knotted[node] && knotted[*next])) {
                    *layers[depth + 1].entry(*next).or_default() += carried.of(*share);
                }
            }
        }
        weighed
    }

    /// The simple paths from the start to one node, at most so many of them in full; at most so many
    /// steps are tried.
    #[must_use]
    pub fn paths(&self, start: usize, end: usize, kept: usize, most: usize) -> Paths {
        let mut paths = Paths::default();
        let mut walk = Walk::new(self, start, &self.leading_to(end));
        walk.next[end].clear();
        let mut left = most;
        while walk.step() {
            if left == 0 {
                paths.truncated = true;
                break;
            }
            left -= 1;
            if walk.node() == end && walk.depth() > 0 {
                paths.keep(
                    Path {
                        share: walk.share(),
                        nodes: walk.nodes(),
                    },
                    kept,
                );
            }
        }
        paths
    }

    /// Which nodes lead to a circle: what is left when whatever leads nowhere is taken away, again and
    /// again.
    fn knotted(&self) -> Vec<bool> {
        let mut open: Vec<usize> = self.0.iter().map(Vec::len).collect();
        let before = self.before();
        let mut free: Vec<usize> = (0..open.len()).filter(|node| open[*node] == 0).collect();
        let mut knotted = vec![true; open.len()];
        while let Some(node) = free.pop() {
            knotted[node] = false;
            for previous in &before[node] {
                open[*previous] -= 1;
                if open[*previous] == 0 {
                    free.push(*previous);
                }
            }
        }
        knotted
    }

    fn leading_to(&self, end: usize) -> Vec<bool> {
        let before = self.before();
        let mut leads = vec![false; self.0.len()];
        leads[end] = true;
        let mut found = vec![end];
        while let Some(node) = found.pop() {
            for previous in &before[node] {
                if !std::mem::replace(&mut leads[*previous], true) {
                    found.push(*previous);
                }
            }
        }
        leads
    }

    fn before(&self) -> Vec<Vec<usize>> {
        let mut before = vec![Vec::new(); self.0.len()];
        for (node, next) in self.0.iter().enumerate() {
            for (to, _) in next {
                before[*to].push(node);
            }
        }
        before
    }
}

impl Paths {
    fn keep(&mut self, path: Path, kept: usize) {
        fn order(path: &Path) -> (Reverse<Exact>, usize, &[usize]) {
            (Reverse(path.share), path.nodes.len(), &path.nodes)
        }
        self.count += 1;
        let at = self
            .most
            .partition_point(|other| order(other) < order(&path));
        if at < kept {
            self.most.insert(at, path);
            self.most.truncate(kept);
        }
    }
}

/// A walk over all simple paths from a start, deepest first; each step arrives at the end of another.
struct Walk {
    next: Vec<Vec<(usize, u64)>>,
    /// Each node of the path, what is carried there, and which of its links comes next.
    path: Vec<(usize, Exact, usize)>,
    on_path: Vec<bool>,
    start: Option<usize>,
}

impl Walk {
    /// From a start, over nodes that may be entered.
    fn new(ownership: &Ownership, start: usize, may: &[bool]) -> Self {
        let open = |node: usize| {
            let next = ownership.next(node).iter();
            next.filter(|(next, _)| may[node] && may[*next])
                .copied()
                .collect()
        };
        Self {
            next: (0..may.len()).map(open).collect(),
            path: Vec::with_capacity(LONGEST + 1),
            on_path: vec![false; may.len()],
            start: Some(start),
        }
    }

    /// Goes on to the end of another path; false when there is none. The first is the start itself.
    fn step(&mut self) -> bool {
        if let Some(start) = self.start.take() {
            self.enter(start, Exact::whole());
            return true;
        }
        while let Some((node, carried, at)) = self.path.last().copied() {
            let short = self.path.len() <= LONGEST;
            let mut links = self.next[node]
                .iter()
                .enumerate()
                .skip(at)
                .filter(|_| short);
            let Some((at, (next, share))) = links.find(|(_, (next, _))| !self.on_path[*next])
            else {
                self.on_path[node] = false;
                self.path.pop();
                continue;
            };
            let (next, carried) = (*next, carried.of(*share));
            if let Some(last) = self.path.last_mut() {
                last.2 = at + 1;
            }
            self.enter(next, carried);
            return true;
        }
        false
    }

    fn enter(&mut self, node: usize, carried: Exact) {
        self.on_path[node] = true;
        self.path.push((node, carried, 0));
    }

    fn depth(&self) -> usize {
        self.path.len().saturating_sub(1)
    }

    fn node(&self) -> usize {
        self.path.last().map_or(0, |last| last.0)
    }

    fn share(&self) -> Exact {
        self.path.last().map_or_else(Exact::default, |last| last.1)
    }

    fn nodes(&self) -> Vec<usize> {
        self.path.iter().map(|step| step.0).collect()
    }
}

#[cfg(test)]
mod tests;
