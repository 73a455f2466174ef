//! Brothers and sisters derived from shared parents.

use serde_json::{Value, json};

use super::*;

#[tokio::test]
async fn siblings_follow_from_shared_parents() {
    for engine in engines::all().await {
        let backend = engine.backend();
        let names = ["f", "m", "m2", "s", "a", "b", "c", "d", "e"];
        let persons: String = names.iter().map(|id| format!("{id},{id},99\n")).collect();
        let kinships = "fromId,kind,toId,nature\n\
                        f,PARENT_OF,b,BLOOD\nm,PARENT_OF,b,BLOOD\n\
                        f,PARENT_OF,a,BLOOD\nm,PARENT_OF,a,BLOOD\n\
                        f,PARENT_OF,c,BLOOD\nm2,PARENT_OF,c,BLOOD\n\
                        f,PARENT_OF,d,ADOPTIVE\ns,PARENT_OF,c,STEP\ns,PARENT_OF,e,BLOOD\n";
        let files = Tables::default()
            .with("persons", &format!("id,name,regionCode\n{persons}"))
            .with("kinships", kinships);
        sound(backend, &files).await;
        let link = |one: &str, other: &str, nature: Option<&str>, from: &[&str], row: u64| json!({"one": one, "other": other, "nature": nature, "derivedFrom": from, "row": row});
        let expected = [
            link("a", "b", Some("BLOOD"), &["f", "m"], 4),
            link("a", "c", Some("HALF"), &["f"], 4),
            link("a", "d", Some("ADOPTIVE"), &["f"], 4),
            link("b", "c", Some("HALF"), &["f"], 2),
            link("b", "d", Some("ADOPTIVE"), &["f"], 2),
            link("c", "d", Some("ADOPTIVE"), &["f"], 6),
            link("c", "e", Some("STEP"), &["s"], 9),
        ];
        assert_eq!(ask(backend, SIBLINGS, json!({})).await, expected);

        // A link handed over wins, whichever way round it is written; a corrected parent is followed.
        let handed = kinships.replace("f,PARENT_OF,d,ADOPTIVE", "f,PARENT_OF,d,STEP")
            + "b,SIBLING_OF,a,BLOOD\n";
        sound(backend, &files.with("kinships", &handed)).await;
        let now = ask(backend, SIBLINGS, json!({})).await;
        assert_eq!(now.len(), expected.len());
        assert_eq!(now[0]["derivedFrom"], Value::Null);
        assert_eq!(
            (&now[2]["nature"], &now[4]["nature"]),
            (&json!("STEP"), &json!("STEP"))
        );
    }
}

#[tokio::test]
async fn a_parent_of_too_many_derives_nothing() {
    for engine in engines::all().await {
        let backend = engine.backend();
        let (persons, kinships) = family("p", 20);
        let files = Tables::default()
            .with("persons", &persons)
            .with("kinships", &kinships);
        assert_eq!(sound(backend, &files).await.warned(), 0);
        assert_eq!(ask(backend, SIBLINGS, json!({})).await.len(), 190);
        let (persons, kinships) = family("p", 21);
        let files = Tables::default()
            .with("persons", &persons)
            .with("kinships", &kinships);
        let report = sound(backend, &files).await;
        assert_eq!(report.warned(), 1, "{report}");
        assert_eq!(report.warnings[0].code.as_str(), "TOO_MANY_CHILDREN");
        assert_eq!(ask(backend, SIBLINGS, json!({})).await, [] as [Value; 0]);
    }
}

#[tokio::test]
async fn a_derived_link_stays_when_its_parents_change_without_effect() {
    for engine in engines::all().await {
        let backend = engine.backend();
        let persons = "id,name,regionCode\nf,f,99\nm,m,99\na,a,99\nb,b,99\n";
        let kinships = "fromId,kind,toId,nature\n\
                        f,PARENT_OF,a,BLOOD\nf,PARENT_OF,b,BLOOD\nm,PARENT_OF,a,\nm,PARENT_OF,b,\n";
        let files = Tables::default()
            .with("persons", persons)
            .with("kinships", kinships);
        sound(backend, &files).await;
        let before = ask(backend, SIBLINGS, json!({})).await;
        assert_eq!(before.len(), 1);
        let changed = kinships
            .replace("a,\n", "a,STEP\n")
            .replace("b,\n", "b,STEP\n");
        let report = sound(backend, &files.with("kinships", &changed)).await;
        assert_eq!(report.total().loaded, 2);
        assert_eq!(ask(backend, SIBLINGS, json!({})).await, before);
    }
}
