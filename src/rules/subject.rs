//! The subjects of a rule, as it is fed with them.

use super::{Header, Need, Subject};
use crate::{
    graph::{Filled, Template},
    template,
};

const PAGE: Template = template!("subjects/page.cypher");
const COUNT: Template = template!("subjects/count.cypher");

const THESE: Template = template!("subjects/these.cypher");

/// The statements that page a rule's subjects, and find some of them.
pub(super) fn statements(header: &Header) -> (Filled, Filled) {
    let subject = header.subject;
    let variable = subject.variable();
    let fields = header.needs.iter().filter_map(|need| match need {
        Need::Field(label, field) if label == subject.as_str() => {
            Some(format!("{variable}.{field} IS NOT NULL"))
        }
        _ => None,
    });
    let present = fields.reduce(|all, field| format!("{all} AND {field}"));
    let candidates = header.candidates.as_deref().unwrap_or("true");
    let candidates = format!("({candidates})");
    let holes = [
        ("candidates", candidates.as_str()),
        ("present", present.as_deref().unwrap_or("true")),
        ("region", region_of(subject)),
        ("Label", subject.as_str()),
        ("subject", &variable),
    ];
    (PAGE.fill(&holes), THESE.fill(&holes))
}

/// The statement that counts subjects of a rule's kind.
pub(super) fn count(header: &Header) -> Filled {
    COUNT.fill(&[("Label", header.subject.as_str())])
}

/// Where a subject belongs, for the params and registers of its region.
fn region_of(subject: Subject) -> &'static str {
    match subject {
        Subject::Region => "r.id",
        Subject::Account => "head([(a)-[:OWNED_BY]->(owner) | owner.regionCode])",
        Subject::Contract => {
            "coalesce(head([(c)-[:FOR]->(work) | work.regionCode]), head([(c)-[:BOUGHT_BY]->(buyer) | buyer.regionCode]))"
        }
        Subject::Tender => {
            "coalesce(head([(t)-[:FOR]->(work) | work.regionCode]), head([(t)-[:BOUGHT_BY]->(buyer) | buyer.regionCode]))"
        }
        _ => "<subject>.regionCode",
    }
}
