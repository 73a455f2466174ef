use super::*;
use crate::model::Share;

/// Shares in percent from one node to the next.
fn ownership(nodes: usize, links: &[(usize, usize, u64)]) -> Ownership {
    Ownership::new(
        nodes,
        links
            .iter()
            .map(|(from, to, percent)| (*from, *to, percent * 10_000)),
    )
}

fn shown(weighed: &Weighed) -> Vec<String> {
    weighed
        .shares
        .iter()
        .map(|share| share.rounded().to_string())
        .collect()
}

#[test]
fn shares_multiply_along_a_path_and_add_up_over_paths() {
    // 0 is held by 1 (60 %) and 2 (40 %), both by 3, half and all; two links of one pair count together.
    let ownership = ownership(
        4,
        &[(0, 1, 40), (0, 1, 20), (0, 2, 40), (1, 3, 50), (2, 3, 100)],
    );
    let weighed = ownership.weigh(0, 100);
    assert_eq!(
        shown(&weighed),
        ["100.0000", "60.0000", "40.0000", "70.0000"]
    );
    assert!(!weighed.circular && !weighed.truncated && !weighed.last.contains(&true));
    let paths = ownership.paths(0, 3, 1, 100);
    assert_eq!((paths.count, paths.truncated), (2, false));
    assert_eq!(paths.most[0].nodes, [0, 2, 3]);
}

#[test]
fn a_circle_is_told_and_never_walked_twice() {
    // 1 and 2 hold each other, and 1 holds itself; 3 holds 90 % of 2, and 4 stands outside the circle.
    let links = [
        (0, 1, 50),
        (1, 2, 10),
        (2, 1, 10),
        (1, 1, 5),
        (2, 3, 90),
        (0, 4, 50),
    ];
    let weighed = ownership(5, &links).weigh(0, 100);
    assert!(weighed.circular);
    assert_eq!(
        shown(&weighed),
        ["100.0000", "50.0000", "5.0000", "4.5000", "50.0000"]
    );
}

#[test]
fn ten_links_count_and_eleven_do_not() {
    let links: Vec<_> = (0..11).map(|node| (node, node + 1, 100)).collect();
    let weighed = ownership(12, &links).weigh(0, 100);
    assert_eq!(weighed.shares[10].rounded(), Share::WHOLE);
    assert!(weighed.shares[11].is_zero());
    assert_eq!(weighed.last.iter().position(|last| *last), Some(10));
    let mut circle = links.clone();
    circle.push((11, 0, 100));
    let weighed = ownership(12, &circle).weigh(0, 100);
    assert!(weighed.circular && weighed.last[10] && weighed.shares[11].is_zero());
}

#[test]
fn many_paths_without_a_circle_are_summed_exactly() {
    // Nine layers of a hundred companies, each held in equal parts by all of the next: 10^18 paths.
    let layer = |depth: usize| (0..100).map(move |at| 1 + depth * 100 + at);
    let mut links: Vec<_> = layer(0).map(|node| (0, node, 10_000)).collect();
    for depth in 0..8 {
        links.extend(
            layer(depth).flat_map(|from| layer(depth + 1).map(move |to| (from, to, 10_000))),
        );
    }
    links.extend(layer(8).map(|node| (node, 901, 1_000_000)));
    let ownership = Ownership::new(902, links);
    let weighed = ownership.weigh(0, 100);
    assert_eq!(weighed.shares[901], Exact::whole());
    assert!(!weighed.truncated);
    let paths = ownership.paths(0, 901, 3, 1_000);
    assert!(paths.truncated && paths.most.len() == 3);
}

#[test]
fn a_dense_circle_ends_and_says_so() {
    let all = 0..60;
    let links = all
        .clone()
        .flat_map(|from| (0..60).map(move |to| (from, to, 16_000)));
    let ownership = Ownership::new(60, links);
    let weighed = ownership.weigh(0, 20_000);
    assert!(weighed.circular && weighed.truncated);
}

#[test]
fn a_hub_beside_a_circle_costs_its_links_once() {
    let mut links: Vec<_> = (0..30)
        .flat_map(|from| (0..30).map(move |to| (from, to, 1_000)))
        .collect();
    links.extend((30..10_030).map(|person| (0, person, 50)));
    let weighed = Ownership::new(10_030, links).weigh(0, 20_000);
    assert_eq!(weighed.shares[30].rounded(), Share(50));
}

#[test]
fn paths_are_ordered_by_what_they_carry_then_by_length_and_nodes() {
    let links = [
        (0, 1, 50),
        (0, 2, 50),
        (1, 4, 100),
        (2, 4, 100),
        (0, 4, 50),
        (0, 3, 90),
        (3, 4, 100),
    ];
    let paths = ownership(5, &links).paths(0, 4, 9, 100);
    let nodes: Vec<_> = paths
        .most
        .iter()
        .map(|path| path.nodes.as_slice())
        .collect();
    assert_eq!(nodes, [&[0, 3, 4][..], &[0, 4], &[0, 1, 4], &[0, 2, 4]]);
}
