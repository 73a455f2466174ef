//! The entities that each table's rows become.

use serde_json::Value;

use super::{Names, entity::Entity};
use crate::load::OutwardRow;

/// The columns that entities say, of each table of which there are any.
const SAID: [(&str, &str); 18] = [
    (
        "persons",
        "id name sex bornOn diedOn idNumber phone formerNames address regionCode",
    ),
    (
        "companies",
        "id name kind creditCode establishedOn dissolvedOn address phone businessScope regionCode",
    ),
    ("agencies", "id name kind parentId regionCode from to"),
    (
        "households",
        "id kind address regionCode formedOn dissolvedOn",
    ),
    ("memberships", "personId householdId relationToHead from to"),
    ("posts", "id title agencyId regionCode"),
    ("tenures", "personId postId from to"),
    ("employments", "personId agencyId role from to"),
    ("kinships", "fromId kind toId nature from to"),
    (
        "interests",
        "holderKind holderId companyId kind share from to",
    ),
    (
        "accounts",
        "id number bank ownerKind ownerId holderName purpose openedOn closedOn",
    ),
    ("accountOwners", "accountId ownerKind ownerId role from to"),
    (
        "payments",
        "id payerId payeeKind payeeId amount paidOn programmeId accountId payerAccountId projectId contractId status",
    ),
    (
        "transfers",
        "id fromAccountId toAccountId amount at purpose",
    ),
    ("projects", "id name budget regionCode"),
    (
        "contracts",
        "id projectId buyerId method supplierKind supplierId amount awardedOn signedOn",
    ),
    ("contractParties", "contractId partyKind partyId role"),
    ("sanctions", "id subjectKind subjectId kind decidedOn to"),
];

/// Whether entities say a column of a table, or nothing for a table of which none is made.
pub(super) fn says(table: &str) -> Option<impl Fn(&str) -> bool> {
    let (_, columns) = SAID.iter().find(|(name, _)| *name == table)?;
    Some(move |column: &str| columns.split(' ').any(|said| said == column))
}

/// The entities that a row becomes.
pub(super) fn of(table: &str, row: &OutwardRow<'_>, names: &Names) -> Vec<Entity> {
    let of = Row { table, row, names };
    match table {
        "persons" => vec![of.person()],
        "companies" => vec![of.company()],
        "agencies" => vec![of.agency()],
        "households" => vec![of.household()],
        "memberships" => vec![of.membership()],
        "posts" => vec![of.post()],
        "tenures" => vec![of.tenure()],
        "employments" => vec![of.employment()],
        "kinships" => vec![of.family()],
        "interests" => vec![of.interest()],
        "accounts" => of.account(),
        "accountOwners" => vec![of.account_owner()],
        "payments" => vec![of.payment()],
        "transfers" => vec![of.transfer()],
        "projects" => vec![of.project()],
        "contracts" => of.contract(),
        "contractParties" => vec![of.contract_party()],
        "sanctions" => vec![of.sanction()],
        _ => Vec::new(),
    }
}

/// A row with what its ids are called as entities.
pub(super) struct Row<'a> {
    table: &'a str,
    pub row: &'a OutwardRow<'a>,
    pub names: &'a Names,
}

impl Row<'_> {
    pub fn get(&self, column: &str) -> &str {
        self.row.get(column)
    }

    pub fn node(&self, schema: &'static str, kind: &str) -> Entity {
        Entity::new(schema, self.names.name(kind, self.row.id))
    }

    /// An entity for something that has no id of its own on file.
    pub fn link(&self, schema: &'static str) -> Entity {
        Entity::new(schema, format!("{}:{}", self.table, self.row.id))
    }

    /// What a column points at.
    pub fn id(&self, kind: &str, column: &str) -> Value {
        self.names.name(kind, self.get(column))
    }

    /// What a column points at whose kind stands in another.
    pub fn party(&self, kind: &str, column: &str) -> Value {
        self.id(self.get(kind), column)
    }

    pub fn placed(&self, entity: Entity) -> Entity {
        entity
            .with("address", self.get("address"))
            .with("address", self.get("regionCode"))
    }

    pub fn held(&self, entity: Entity) -> Entity {
        entity.dated(self.get("from"), self.get("to"))
    }

    fn person(&self) -> Entity {
        let entity = self
            .node("Person", "PERSON")
            .with("name", self.get("name"))
            .with_each("previousName", self.get("formerNames"))
            .with("gender", self.get("sex").to_lowercase())
            .with("birthDate", self.get("bornOn"))
            .with("deathDate", self.get("diedOn"))
            .with("idNumber", self.get("idNumber"))
            .with("phone", self.get("phone"));
        self.placed(entity)
    }

    fn company(&self) -> Entity {
        let entity = self
            .node("Company", "COMPANY")
            .with("name", self.get("name"))
            .with("uscCode", self.get("creditCode"))
            .with("legalForm", self.get("kind"))
            .with("incorporationDate", self.get("establishedOn"))
            .with("dissolutionDate", self.get("dissolvedOn"))
            .with("phone", self.get("phone"))
            .with("sector", self.get("businessScope"));
        self.placed(entity)
    }

    fn agency(&self) -> Entity {
        let entity = self
            .node("PublicBody", "AGENCY")
            .with("name", self.get("name"))
            .with("classification", self.get("kind"))
            .with("parent", self.id("AGENCY", "parentId"))
            .with("incorporationDate", self.get("from"))
            .with("dissolutionDate", self.get("to"));
        self.placed(entity)
    }

    fn household(&self) -> Entity {
        let entity = self
            .node("Organization", "HOUSEHOLD")
            .with("name", self.row.id)
            .with("legalForm", "HOUSEHOLD")
            .with("classification", self.get("kind"))
            .with("incorporationDate", self.get("formedOn"))
            .with("dissolutionDate", self.get("dissolvedOn"));
        self.placed(entity)
    }

    fn membership(&self) -> Entity {
        let entity = self
            .link("Membership")
            .with("member", self.id("PERSON", "personId"))
            .with("organization", self.id("HOUSEHOLD", "householdId"))
            .with("role", self.get("relationToHead"));
        self.held(entity)
    }

    fn post(&self) -> Entity {
        self.node("Position", "POST")
            .with("name", self.get("title"))
            .with("organization", self.id("AGENCY", "agencyId"))
            .with("subnationalArea", self.get("regionCode"))
    }

    fn tenure(&self) -> Entity {
        let entity = self
            .link("Occupancy")
            .with("holder", self.id("PERSON", "personId"))
            .with("post", self.id("POST", "postId"));
        self.held(entity)
    }

    fn employment(&self) -> Entity {
        let entity = self
            .link("Employment")
            .with("employee", self.id("PERSON", "personId"))
            .with("employer", self.id("AGENCY", "agencyId"))
            .with("role", self.get("role"));
        self.held(entity)
    }

    /// The relative is what `relationship` says: a parent stands there as the relative of the child.
    fn family(&self) -> Entity {
        let (person, relative, relationship) = match self.get("kind") {
            "PARENT_OF" => ("toId", "fromId", "parent"),
            "SPOUSE_OF" => ("fromId", "toId", "spouse"),
            _ => ("fromId", "toId", "sibling"),
        };
        let nature = match self.get("nature") {
            "BLOOD" => "biological ",
            "ADOPTIVE" => "adoptive ",
            "STEP" => "step-",
            "HALF" => "half-",
            _ => "",
        };
        let entity = self
            .link("Family")
            .with("person", self.id("PERSON", person))
            .with("relative", self.id("PERSON", relative))
            .with("relationship", format!("{nature}{relationship}"));
        self.held(entity)
    }

    fn interest(&self) -> Entity {
        let holder = self.party("holderKind", "holderId");
        let company = self.id("COMPANY", "companyId");
        let owns = |role: &str| {
            let entity = self.link("Ownership").with("owner", holder.clone());
            entity.with("asset", company.clone()).with("role", role)
        };
        let directs = |role: &str| {
            let entity = self.link("Directorship").with("director", holder.clone());
            entity
                .with("organization", company.clone())
                .with("role", role)
        };
        self.held(match self.get("kind") {
            "SHAREHOLDER" => owns("shareholder").with("percentage", self.get("share")),
            "CONTROLLER" => owns("controller").with("ownershipType", "control"),
            "LEGAL_REPRESENTATIVE" => directs("legal representative"),
            "SUPERVISOR" => directs("supervisor"),
            _ => directs("director"),
        })
    }

    fn sanction(&self) -> Entity {
        self.node("Sanction", "SANCTION")
            .with("entity", self.party("subjectKind", "subjectId"))
            .with("provisions", self.get("kind"))
            .dated(self.get("decidedOn"), self.get("to"))
    }
}
