// Constraints and indexes of the embedded engine. Each statement may be run again and ends with a
// semicolon.

// Every node is found by its id.
CREATE CONSTRAINT region_id IF NOT EXISTS FOR (n:Region) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT agency_id IF NOT EXISTS FOR (n:Agency) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT post_id IF NOT EXISTS FOR (n:Post) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT person_id IF NOT EXISTS FOR (n:Person) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT household_id IF NOT EXISTS FOR (n:Household) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT company_id IF NOT EXISTS FOR (n:Company) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT account_id IF NOT EXISTS FOR (n:Account) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT programme_id IF NOT EXISTS FOR (n:Programme) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT payment_id IF NOT EXISTS FOR (n:Payment) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT search_key_id IF NOT EXISTS FOR (n:SearchKey) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT load_batch_id IF NOT EXISTS FOR (n:LoadBatch) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT schema_id IF NOT EXISTS FOR (n:Schema) REQUIRE n.id IS UNIQUE;

// What people look someone up by.
CREATE INDEX person_id_number IF NOT EXISTS FOR (n:Person) ON (n.idNumber);
CREATE INDEX person_phone IF NOT EXISTS FOR (n:Person) ON (n.phone);
CREATE INDEX company_credit_code IF NOT EXISTS FOR (n:Company) ON (n.creditCode);
CREATE INDEX company_phone IF NOT EXISTS FOR (n:Company) ON (n.phone);
CREATE INDEX account_number IF NOT EXISTS FOR (n:Account) ON (n.number);
CREATE INDEX search_key_initial IF NOT EXISTS FOR (n:SearchKey) ON (n.initial);

// Lists by the month of payment: this engine's indexes serve equality only.
CREATE INDEX payment_month IF NOT EXISTS FOR (n:Payment) ON (n.month);

// The label of those who hold or held a post.
CREATE INDEX official_id IF NOT EXISTS FOR (n:Official) ON (n.id);

// The engine knows a label or a relationship type once something has borne it.
CREATE (person:Person:Official {id: '~'})-[:HOLDS]->(post:Post {id: '~'})-[:AT]->(agency:Agency {id: '~'})-[:PART_OF]->(:Region {id: '~'}),
  (person)-[:PARENT_OF]->(person), (person)-[:SPOUSE_OF]->(person), (person)-[:SIBLING_OF]->(person),
  (person)-[:MEMBER_OF]->(household:Household {id: '~'})-[:SPLIT_FROM]->(household),
  (person)-[:SHAREHOLDER_OF]->(company:Company {id: '~'}), (person)-[:LEGAL_REPRESENTATIVE_OF]->(company),
  (person)-[:DIRECTOR_OF]->(company), (person)-[:SUPERVISOR_OF]->(company), (person)-[:CONTROLLER_OF]->(company),
  (payment:Payment {id: '~'})-[:PAID_BY]->(agency), (payment)-[:PAID_TO]->(person), (payment)-[:CORRECTS]->(payment),
  (payment)-[:INTO]->(:Account {id: '~'})-[:OWNED_BY]->(person),
  (payment)-[:UNDER]->(:Programme {id: '~'})-[:RUN_BY]->(agency),
  (:SearchKey {id: '~'})-[:NAMED]->(person), (:LoadBatch {id: '~'});
MATCH (borne {id: '~'}) DETACH DELETE borne;
