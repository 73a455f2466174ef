//! FollowTheMoney entities, one JSON object a line, as `kinflow load` and Aleph read them.
//!
//! | rows of | become | with |
//! |---|---|---|
//! | persons | Person | name, previousName, gender, birthDate, deathDate, idNumber, phone, address |
//! | companies | Company | name, uscCode, legalForm, incorporationDate, dissolutionDate, address, phone, sector |
//! | agencies | PublicBody | name, classification, parent, incorporationDate, dissolutionDate, address |
//! | households | Organization of legalForm HOUSEHOLD | name (its id), classification, address, incorporationDate, dissolutionDate |
//! | memberships | Membership | member, organization, role, startDate, endDate |
//! | posts, tenures | Position, Occupancy | name, organization, subnationalArea; holder, post, startDate, endDate |
//! | employments | Employment | employee, employer, role, startDate, endDate |
//! | kinships | Family | person, relative, relationship (what the relative is to the person), startDate, endDate |
//! | interests | Ownership (SHAREHOLDER, CONTROLLER), Directorship (the others) | owner, asset, percentage; director, organization; role, startDate, endDate |
//! | accounts, accountOwners | BankAccount with Ownership; UnknownLink (AGENT, GUARDIAN) | accountNumber, bankName, accountType, openingDate, closingDate; role, startDate, endDate |
//! | payments | Payment; what came back runs from payee to payer | payer, beneficiary, their accounts, amount, date, programme, project, contract |
//! | transfers | Payment without a payer where an agency owns the account | payer, beneficiary, their accounts, amount, date, purpose |
//! | projects | Project | name, amount, address |
//! | contracts, contractParties | Contract with ContractAward; UnknownLink (all but CONSORTIUM) | title (its id), authority, project, method, procedure, contractDate; supplier, amount, date |
//! | sanctions | Sanction | entity, provisions, startDate, endDate |
//!
//! Whatever else is on file FollowTheMoney has no words for: other tables, and other columns of
//! these. Each is counted in the report.
//!
//! An address is followed by the division code. Amounts are yuan, `currency` says CNY. Ids are those
//! on file; where two kinds of things share one, its kind is put before it: `PERSON:1`.

mod entities;
mod entity;
mod money;

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    hash::{DefaultHasher, Hash, Hasher},
    io::Write as _,
};

use serde_json::Value;

use super::{ExportError, Exported, Folder, Watch};
use crate::load::{Id, LoadError, NODES, Outward, OutwardRow, OutwardTable, Session};

const FILE: &str = "entities.ftm.json";

/// Labels whose nodes become entities under their own ids.
const NAMED: [&str; 10] = [
    "Person",
    "Company",
    "Agency",
    "Household",
    "Account",
    "Payment",
    "Contract",
    "Project",
    "Post",
    "Sanction",
];

pub(super) async fn export(
    session: Session<'_>,
    folder: &Folder,
    watch: Watch<'_>,
) -> Result<Exported, ExportError> {
    let outward = Outward::of(session).await?;
    let names = Names::of(session, &outward).await?;
    let mut out = folder.create(FILE)?;
    let mut exported = Exported::default();
    let mut written = 0;
    for table in OutwardTable::all() {
        outward
            .walk(table, |row| {
                for entity in entities::of(table.name(), &row, &names) {
                    let line = entity.line() + "\n";
                    out.write_all(line.as_bytes()).map_err(folder.fault(FILE))?;
                    written += 1;
                }
                left_out(table, &row, &mut exported.left_out);
                watch(FILE, written);
                Ok::<(), ExportError>(())
            })
            .await?;
    }
    out.flush().map_err(folder.fault(FILE))?;
    exported.files.insert(FILE.to_owned(), written);
    Ok(exported)
}

/// Counts what of a row no entity says.
fn left_out(table: OutwardTable, row: &OutwardRow<'_>, counts: &mut BTreeMap<String, u64>) {
    let Some(says) = entities::says(table.name()) else {
        *counts.entry(table.name().to_owned()).or_default() += 1;
        return;
    };
    for ((column, _), cell) in table.columns().zip(&row.cells) {
        if !cell.is_empty() && !says(column) {
            *counts
                .entry(format!("{}.{column}", table.name()))
                .or_default() += 1;
        }
    }
}

/// What entities are called, and who owns which account.
struct Names {
    /// Ids, hashed, that things of several kinds share.
    shared: HashSet<u64>,
    /// The kind and the id of the owner of each account.
    owners: HashMap<String, (String, String)>,
}

impl Names {
    async fn of(session: Session<'_>, outward: &Outward<'_>) -> Result<Self, LoadError> {
        let (mut met, mut shared) = (HashSet::new(), HashSet::new());
        let mut note = |id: &str| {
            let id = hashed(id);
            if !met.insert(id) {
                shared.insert(id);
            }
        };
        for kind in NODES.iter().filter(|kind| NAMED.contains(&kind.label)) {
            let ids: Vec<Id> = session.read(kind.ids.exchange([])).await?;
            ids.iter()
                .filter_map(|row| row.id.as_str())
                .for_each(&mut note);
        }
        let mut owners = HashMap::new();
        for table in OutwardTable::all() {
            match table.name() {
                "transfers" => {
                    outward
                        .walk(table, |row| {
                            note(row.id);
                            Ok::<(), LoadError>(())
                        })
                        .await?;
                }
                "accounts" => {
                    let own = |row: OutwardRow<'_>| {
                        let owner = [row.get("ownerKind"), row.get("ownerId")].map(str::to_owned);
                        owners.insert(row.id.to_owned(), owner.into());
                        Ok::<(), LoadError>(())
                    };
                    outward.walk(table, own).await?;
                }
                _ => {}
            }
        }
        Ok(Self { shared, owners })
    }

    /// The id of an entity; nothing for nothing.
    fn name(&self, kind: &str, id: &str) -> Value {
        if id.is_empty() || !self.shared.contains(&hashed(id)) {
            id.into()
        } else {
            format!("{kind}:{id}").into()
        }
    }

    /// The kind and the name of the owner of an account; nothing where none is known.
    fn owner(&self, account: &str) -> (&str, Value) {
        let owner = self.owners.get(account);
        owner.map_or(("", "".into()), |(kind, id)| (kind, self.name(kind, id)))
    }
}

fn hashed(id: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    id.hash(&mut hasher);
    hasher.finish()
}
