//! How two people are kin: a chain of steps, whom it leads through, and its names.

use std::collections::HashMap;

use async_graphql::{ComplexObject, Context, Enum, Object, Result, SimpleObject};
use serde::Deserialize;

use crate::{
    graphql::{people::Person, scalars::Date, sources::Source},
    model::{
        PersonId,
        kin::{Chain, Facts, Kin, Locale, Nature, Step},
    },
};

/// One step of a chain.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
pub enum StepKind {
    /// To a father or mother.
    Parent,
    /// To a son or daughter.
    Child,
    /// To a husband or wife.
    Spouse,
    /// To a brother or sister.
    Sibling,
    /// To another record of the same person, as both bear one ID number: no kin step, and neither a
    /// letter of the chain nor a hop.
    SamePerson,
}

impl From<Step> for StepKind {
    fn from(step: Step) -> Self {
        match step {
            Step::Parent => Self::Parent,
            Step::Child => Self::Child,
            Step::Spouse => Self::Spouse,
            Step::Sibling => Self::Sibling,
        }
    }
}

/// A link of a chain as the graph holds it.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct KinLink {
    id: String,
    /// Whether it joins two records of one person.
    same: bool,
    nature: Option<Nature>,
    from: Option<Date>,
    to: Option<Date>,
    derived: bool,
    batch: i64,
    row: i32,
}

/// A way from one person to another, by ids.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Way {
    /// Whom it leads through, from the first to the last.
    pub ids: Vec<PersonId>,
    /// The links between them.
    pub link_ids: Vec<String>,
    chain: Chain,
}

/// The people and links of some ways, as the graph answers: each once, whoever is out of scope left out.
#[derive(Clone, Deserialize)]
#[serde(from = "PeopleAndLinks")]
pub struct KinOnFile {
    people: HashMap<PersonId, Person>,
    links: HashMap<String, KinLink>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PeopleAndLinks {
    people: Vec<Person>,
    links: Vec<KinLink>,
}

impl From<PeopleAndLinks> for KinOnFile {
    fn from(PeopleAndLinks { people, links }: PeopleAndLinks) -> Self {
        let people = people.into_iter().map(|person| (person.id.clone(), person));
        let links = links.into_iter().map(|link| (link.id.clone(), link));
        Self {
            people: people.collect(),
            links: links.collect(),
        }
    }
}

impl KinOnFile {
    /// The kinship along one of the ways.
    #[must_use]
    pub fn kinship(&self, way: &Way) -> Kinship {
        let people = way.ids.iter().map(|id| self.people.get(id).cloned());
        let links = way.link_ids.iter().filter_map(|id| self.links.get(id));
        Kinship {
            chain: way.chain,
            people: people.collect(),
            links: links.cloned().collect(),
        }
    }
}

/// How two people are kin: the least chain of steps from one to the other.
#[derive(Clone)]
pub struct Kinship {
    chain: Chain,
    /// From the first to the last; out of scope where empty.
    people: Vec<Option<Person>>,
    links: Vec<KinLink>,
}

impl Kinship {
    /// The person the chain leads to, if in scope.
    #[must_use]
    pub fn relative(&self) -> Option<&Person> {
        self.people.last()?.as_ref()
    }

    /// The person the chain begins at, if in scope.
    #[must_use]
    pub fn beginning(&self) -> Option<&Person> {
        self.people.first()?.as_ref()
    }

    /// What kinships are put in order by: how many steps, then which.
    #[must_use]
    pub const fn nearness(&self) -> (usize, Chain) {
        (self.chain.hops(), self.chain)
    }

    /// Whether all its marriages hold on a day.
    #[must_use]
    pub fn holds_on(&self, day: Date) -> bool {
        let holds = |link: &KinLink| {
            link.from.is_none_or(|from| from <= day) && link.to.is_none_or(|to| day <= to)
        };
        self.links.iter().all(holds)
    }

    /// The chain with what is on file; of someone out of scope nothing is. Where several records are
    /// of one person, the first that tells something is believed.
    fn kin(&self) -> Kin {
        let facts =
            |person: &Option<Person>| person.as_ref().map(Person::facts).unwrap_or_default();
        let mut people: Vec<Facts> = self.people.iter().take(1).map(facts).collect();
        let mut natures = Vec::new();
        for (link, person) in self.links.iter().zip(self.people.iter().skip(1)) {
            match people.last_mut().filter(|_| link.same) {
                Some(known) => *known = known.or(facts(person)),
                None => {
                    natures.push(link.nature);
                    people.push(facts(person));
                }
            }
        }
        Kin::new(self.chain, &natures, &people)
    }
}

/// How two people are kin: the least chain of steps from one to the other, and its names.
#[Object]
impl Kinship {
    /// How many steps.
    async fn hops(&self) -> i32 {
        i32::try_from(self.chain.hops()).unwrap_or(i32::MAX)
    }

    /// The steps in letters: p to a parent, c to a child, s to a spouse, b to a sibling.
    async fn chain(&self) -> String {
        self.chain.to_string()
    }

    /// The steps in plain words: `father → brother → son`.
    async fn plain(
        &self,
        #[graphql(desc = "Language of the words", default_with = "Locale::En")] locale: Locale,
    ) -> String {
        self.kin().plain(locale)
    }

    /// The kinship term; candidates joined by `/` where facts are missing.
    async fn term(
        &self,
        #[graphql(desc = "Language of the term", default_with = "Locale::Zh")] locale: Locale,
    ) -> String {
        self.kin().term(locale)
    }

    /// The kinship term's candidates: one where all facts are on file.
    async fn terms(
        &self,
        #[graphql(desc = "Language of the terms", default_with = "Locale::Zh")] locale: Locale,
    ) -> Vec<String> {
        self.kin().terms(locale)
    }

    /// The same kinship seen from its other end, with the terms that end uses.
    async fn reversed(&self) -> Self {
        Self {
            chain: self.chain.inverse(),
            people: self.people.iter().rev().cloned().collect(),
            links: self.links.iter().rev().cloned().collect(),
        }
    }

    /// The steps one by one, with whom they join and the record that proves each.
    async fn steps(&self) -> Vec<KinStep> {
        let mut steps = self.chain.steps().iter().peekable();
        self.links
            .iter()
            .zip(self.people.windows(2))
            .map(|(link, people)| {
                let shown = people.iter().all(Option::is_some).then_some(link);
                let step = steps.next_if(|_| !link.same);
                KinStep {
                    kind: step.map_or(StepKind::SamePerson, |step| (*step).into()),
                    nature: shown.and_then(|link| link.nature),
                    hidden: shown.is_none(),
                    from: people[0].clone(),
                    to: people[1].clone(),
                    since: shown.and_then(|link| link.from),
                    until: shown.and_then(|link| link.to),
                    derived: shown.is_some_and(|link| link.derived),
                    provenance: shown.map(|link| (link.batch, link.row)),
                }
            })
            .collect()
    }
}

/// One step of a chain, read from its beginning.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct KinStep {
    /// What `to` is to `from`.
    kind: StepKind,
    /// What the link rests on, where on file and both ends are in scope.
    nature: Option<Nature>,
    /// Whether an end of the step is outside the caller's scope; it and the link are then not shown.
    hidden: bool,
    /// Whom the step starts from; null where out of scope.
    from: Option<Person>,
    /// Whom the step leads to; null where out of scope.
    to: Option<Person>,
    /// First day of a marriage, where on file.
    since: Option<Date>,
    /// Last day of a marriage, where on file.
    until: Option<Date>,
    /// Whether Kinflow derived the link: from two people sharing a parent on file, its source being
    /// a record of that parent; from a household; or from one ID number, its source being the record
    /// of `to`.
    derived: bool,
    #[graphql(skip)]
    provenance: Option<(i64, i32)>,
}

#[ComplexObject]
impl KinStep {
    /// The record that proves this step; null where an end is hidden.
    async fn source(&self, ctx: &Context<'_>) -> Result<Option<Source>> {
        Source::find(ctx, self.provenance).await
    }
}
