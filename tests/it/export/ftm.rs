//! FollowTheMoney: every entity is one that the model knows, and points at what it may point at.

use std::collections::HashMap;

use serde_json::Value;

use super::*;

/// A schema, what it extends, and its properties with what each may lead to.
type Schema = (
    &'static str,
    &'static [&'static str],
    &'static [(&'static str, &'static [&'static str])],
);

/// Schemata with the properties that texts go into and those that point at entities of some
/// schemata, as the model's own definitions have them.
const MODEL: [Schema; 15] = [
    (
        "Person",
        &[
            "name",
            "previousName",
            "gender",
            "birthDate",
            "deathDate",
            "idNumber",
            "phone",
            "address",
        ],
        &[],
    ),
    (
        "Company",
        &[
            "name",
            "uscCode",
            "legalForm",
            "incorporationDate",
            "dissolutionDate",
            "phone",
            "sector",
            "address",
        ],
        &[],
    ),
    (
        "PublicBody",
        &[
            "name",
            "classification",
            "incorporationDate",
            "dissolutionDate",
            "address",
        ],
        &[("parent", LEGAL)],
    ),
    (
        "Organization",
        &[
            "name",
            "legalForm",
            "classification",
            "incorporationDate",
            "dissolutionDate",
            "address",
        ],
        &[],
    ),
    (
        "Membership",
        &["role", "startDate", "endDate"],
        &[("member", LEGAL), ("organization", ORGANIZATION)],
    ),
    (
        "Position",
        &["name", "subnationalArea"],
        &[("organization", ORGANIZATION)],
    ),
    (
        "Occupancy",
        &["startDate", "endDate"],
        &[("holder", &["Person"]), ("post", &["Position"])],
    ),
    (
        "Employment",
        &["role", "startDate", "endDate"],
        &[("employee", &["Person"]), ("employer", ORGANIZATION)],
    ),
    (
        "Family",
        &["relationship", "startDate", "endDate"],
        &[("person", &["Person"]), ("relative", &["Person"])],
    ),
    (
        "Ownership",
        &[
            "role",
            "percentage",
            "ownershipType",
            "startDate",
            "endDate",
        ],
        &[("owner", LEGAL), ("asset", &["Company", "BankAccount"])],
    ),
    (
        "Directorship",
        &["role", "startDate", "endDate"],
        &[("director", LEGAL), ("organization", ORGANIZATION)],
    ),
    (
        "BankAccount",
        &[
            "name",
            "accountNumber",
            "bankName",
            "accountType",
            "openingDate",
            "closingDate",
        ],
        &[],
    ),
    (
        "Payment",
        &["amount", "currency", "date", "purpose", "programme"],
        &[
            ("payer", LEGAL),
            ("beneficiary", LEGAL),
            ("payerAccount", &["BankAccount"]),
            ("beneficiaryAccount", &["BankAccount"]),
            ("project", &["Project"]),
            ("contract", &["Contract"]),
        ],
    ),
    ("Project", &["name", "amount", "currency", "address"], &[]),
    (
        "Sanction",
        &["provisions", "startDate", "endDate"],
        &[("entity", LEGAL)],
    ),
];
const MORE: [Schema; 3] = [
    (
        "Contract",
        &[
            "title",
            "method",
            "procedure",
            "contractDate",
            "amount",
            "currency",
        ],
        &[("authority", LEGAL), ("project", &["Project"])],
    ),
    (
        "ContractAward",
        &["role", "amount", "currency", "date"],
        &[("contract", &["Contract"]), ("supplier", LEGAL)],
    ),
    (
        "UnknownLink",
        &["role", "startDate", "endDate"],
        &[("subject", LEGAL), ("object", &["BankAccount", "Contract"])],
    ),
];
const LEGAL: &[&str] = &["Person", "Company", "PublicBody", "Organization"];
const ORGANIZATION: &[&str] = &["Company", "PublicBody", "Organization"];

async fn entities(engine: &Engine) -> (Vec<Value>, Exported) {
    let folder = tempfile::tempdir().unwrap();
    let written = exported(engine, Format::Ftm, folder.path()).await;
    let text = &files(folder.path())["entities.ftm.json"];
    let lines = text.lines().map(|line| serde_json::from_str(line).unwrap());
    (lines.collect(), written)
}

fn text<'a>(entity: &'a Value, property: &str) -> &'a str {
    entity["properties"][property][0]
        .as_str()
        .unwrap_or_default()
}

#[tokio::test]
async fn every_entity_fits_the_model() {
    let engine = engines::embedded().await;
    engine.load_seed().await;
    let (entities, _) = entities(&engine).await;
    let schemata: HashMap<&str, &str> = entities
        .iter()
        .map(|entity| {
            (
                entity["id"].as_str().unwrap(),
                entity["schema"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(schemata.len(), entities.len(), "ids are unique");
    for entity in &entities {
        let schema = entity["schema"].as_str().unwrap();
        let (_, texts, points) = MODEL
            .iter()
            .chain(&MORE)
            .find(|(name, ..)| *name == schema)
            .unwrap_or_else(|| panic!("{entity}"));
        for (property, values) in entity["properties"].as_object().unwrap() {
            for value in values.as_array().unwrap() {
                let value = value.as_str().unwrap();
                match points.iter().find(|(name, _)| name == property) {
                    Some((_, range)) => assert!(range.contains(&schemata[value]), "{entity}"),
                    None => assert!(texts.contains(&property.as_str()), "{property}: {entity}"),
                }
            }
        }
    }
}

#[tokio::test]
async fn entities_say_what_the_seed_says_and_what_they_cannot() {
    for engine in engines::all().await {
        engine.load_seed().await;
        let (entities, written) = entities(&engine).await;
        let of = |schema: &str| {
            entities
                .iter()
                .filter(|one| one["schema"] == schema)
                .count()
        };
        assert_eq!(of("Person"), 248);
        assert_eq!(of("Family"), 260);
        assert_eq!(of("Payment"), 658 + 18);
        assert_eq!(of("Contract"), 46);
        assert_eq!(written.left_out["bids"], 51);
        assert_eq!(written.left_out["persons.birthOrder"], 98);
        assert!(!written.left_out.contains_key("persons.name"));

        let family = entities.iter().find(|one| {
            one["schema"] == "Family"
                && text(one, "person") == "p-liu-jianguo"
                && text(one, "relative") == "p-liu-dehou"
        });
        assert_eq!(text(family.unwrap(), "relationship"), "biological parent");
        let payment = entities
            .iter()
            .find(|one| one["id"] == "pay-2024-0103")
            .unwrap();
        assert_eq!(text(payment, "amount"), "126500.50");
        assert_eq!(text(payment, "beneficiary"), "co-yunfan");
        assert_eq!(text(payment, "programme"), "farmland-construction");
        assert_eq!(text(payment, "currency"), "CNY");
    }
}

#[tokio::test]
async fn an_id_of_two_things_names_each() {
    let engine = engines::embedded().await;
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, rows: &str| fs::write(folder.path().join(name), rows).unwrap();
    write(
        "persons.csv",
        "id,name,regionCode\n1,单长乐,99\n2,刘建国,99\n",
    );
    write("companies.csv", "id,name,regionCode\n1,云帆公司,99\n");
    write(
        "interests.csv",
        "holderKind,holderId,companyId,kind\nPERSON,1,1,DIRECTOR\nPERSON,2,1,CONTROLLER\n",
    );
    engine.load_directory(folder.path()).await;
    let (entities, _) = entities(&engine).await;
    let ids: BTreeSet<&str> = entities
        .iter()
        .map(|one| one["id"].as_str().unwrap())
        .collect();
    assert!(
        ids.is_superset(&["PERSON:1", "COMPANY:1", "2"].into()),
        "{ids:?}"
    );
    let held = entities
        .iter()
        .find(|one| one["schema"] == "Directorship")
        .unwrap();
    assert_eq!(text(held, "director"), "PERSON:1");
    assert_eq!(text(held, "organization"), "COMPANY:1");
}
