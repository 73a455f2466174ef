//! What a request costs beside the graph: its token, its document, the kin terms of its answer.
#![expect(clippy::panic, reason = "a benchmark that cannot begin has failed")]

use std::hint::black_box;

use chrono::{DateTime, TimeDelta};
use criterion::{Criterion, criterion_group, criterion_main};
use kinflow::{
    access::{Role, token::Tokens},
    config::Settings,
    graphql::limits,
    model::kin::{Chain, Facts, Kin, Locale, Sex},
};

fn token(criterion: &mut Criterion) {
    let tokens = Tokens::new("0123456789abcdef0123456789abcdef");
    let now = DateTime::UNIX_EPOCH;
    let Ok(signed) = tokens.sign("bench", Role::Investigator, &[], now, TimeDelta::hours(1)) else {
        panic!("a token can be signed");
    };
    assert!(tokens.read(&signed, now).is_ok());
    criterion.bench_function("token", |bencher| {
        bencher.iter(|| tokens.read(black_box(&signed), now))
    });
}

fn document(criterion: &mut Criterion) {
    let Ok(Settings { limits, .. }) = Settings::read(None, &[]) else {
        panic!("the defaults are settings");
    };
    for (name, text) in [
        ("point", include_str!("load/questions/point.graphql")),
        ("headline", include_str!("load/questions/headline.graphql")),
    ] {
        assert!(limits::read(text, &limits).is_ok());
        criterion.bench_function(&format!("document {name}"), |bencher| {
            bencher.iter(|| limits::read(black_box(text), &limits));
        });
    }
}

fn term(criterion: &mut Criterion) {
    let facts = Facts {
        sex: Some(Sex::Male),
        born_on: None,
        birth_order: Some(2),
    };
    for letters in ["p", "pb", "pbc"] {
        let Ok(chain) = letters.parse::<Chain>() else {
            panic!("{letters} is a chain")
        };
        let kin = Kin::new(chain, &[], &[facts; 4]);
        for locale in [Locale::Zh, Locale::En] {
            criterion.bench_function(&format!("term {letters} {locale:?}"), |bencher| {
                bencher.iter(|| black_box(&kin).term(locale));
            });
        }
    }
}

criterion_group!(benches, token, document, term);
criterion_main!(benches);
