use proptest::prelude::*;

use super::*;

fn node(number: usize) -> Node {
    Node {
        kind: NodeKind::Person,
        id: format!("p{number}"),
    }
}

/// Pairs of nodes, hubs among them, and how many ties a way may have.
fn webs() -> impl Strategy<Value = (Vec<(usize, usize)>, BTreeSet<usize>, usize)> {
    let pairs = prop::collection::vec((0..9_usize, 0..9_usize), 1..20);
    let hubs = prop::collection::btree_set(0..9_usize, 0..3);
    (pairs, hubs, 1..6_usize)
}

fn web(pairs: &[(usize, usize)], hubs: &BTreeSet<usize>) -> Web {
    let mut web = Web::default();
    for (one, other) in pairs.iter().filter(|(one, other)| one != other) {
        web.tie(&node(*one), &node(*other));
    }
    for hub in hubs {
        web.hub(&node(*hub));
    }
    web
}

/// Every way without a node met twice, none through a hub; the shortest of them.
fn shortest(
    pairs: &[(usize, usize)],
    hubs: &BTreeSet<usize>,
    from: usize,
    to: usize,
    most: usize,
) -> Vec<Vec<usize>> {
    let mut open = vec![vec![from]];
    for _ in 0..most {
        let mut longer = Vec::new();
        for way in &open {
            let near = way[way.len() - 1];
            if way.len() > 1 && hubs.contains(&near) {
                continue;
            }
            for far in 0..9 {
                let tied = pairs.contains(&(near, far)) || pairs.contains(&(far, near));
                if tied && !way.contains(&far) {
                    longer.push([way.as_slice(), &[far]].concat());
                }
            }
        }
        let there: Vec<_> = longer
            .iter()
            .filter(|way| way.ends_with(&[to]))
            .cloned()
            .collect();
        if !there.is_empty() {
            return there;
        }
        open = longer;
    }
    Vec::new()
}

proptest! {
    #[test]
    fn the_shortest_ways_are_those_of_brute_force((pairs, hubs, most) in webs()) {
        let web = web(&pairs, &hubs);
        for (from, to) in (0..9).flat_map(|from| (0..9).map(move |to| (from, to))) {
            if from == to {
                continue;
            }
            let expected: Vec<Way> = shortest(&pairs, &hubs, from, to, most)
                .into_iter()
                .map(|way| way.into_iter().map(node).collect())
                .collect();
            let (ways, more) = web.shortest(&node(from), &node(to), most, usize::MAX);
            prop_assert_eq!(&ways, &expected);
            prop_assert!(!more);
            let (some, more) = web.shortest(&node(from), &node(to), most, 1);
            prop_assert_eq!(&some[..], &expected[..expected.len().min(1)]);
            prop_assert_eq!(more, expected.len() > 1);
        }
    }

    #[test]
    fn what_ties_several_is_on_a_shortest_way_of_two((pairs, hubs, most) in webs(), some in prop::collection::btree_set(0..9_usize, 2..5)) {
        let web = web(&pairs, &hubs);
        let (mut expected, mut apart) = (BTreeSet::new(), some.clone());
        for (one, other) in some.iter().flat_map(|one| some.iter().map(move |other| (*one, *other))) {
            if one >= other {
                continue;
            }
            for way in shortest(&pairs, &hubs, one, other, most) {
                apart.remove(&one);
                apart.remove(&other);
                expected.extend(way.windows(2).map(|two| (two[0].min(two[1]), two[0].max(two[1]))));
            }
        }
        let asked: BTreeSet<Node> = some.into_iter().map(node).collect();
        let (found, left) = web.among(&asked, most);
        let found: BTreeSet<(Node, Node)> = found.into_iter().map(|(one, other)| (one.clone(), other.clone())).collect();
        let expected: BTreeSet<(Node, Node)> = expected.into_iter().map(|(one, other)| (node(one), node(other))).collect();
        prop_assert_eq!(found, expected);
        let apart: BTreeSet<Node> = apart.into_iter().map(node).collect();
        prop_assert_eq!(left, apart);
    }
}
