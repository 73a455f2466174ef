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

// A relationship type is known to the engine once something is declared on it: no relationship has
// this property, so the index stays empty.
CREATE INDEX part_of_declared IF NOT EXISTS FOR ()-[r:PART_OF]-() ON (r.declared);
CREATE INDEX at_declared IF NOT EXISTS FOR ()-[r:AT]-() ON (r.declared);
CREATE INDEX holds_declared IF NOT EXISTS FOR ()-[r:HOLDS]-() ON (r.declared);
CREATE INDEX parent_of_declared IF NOT EXISTS FOR ()-[r:PARENT_OF]-() ON (r.declared);
CREATE INDEX spouse_of_declared IF NOT EXISTS FOR ()-[r:SPOUSE_OF]-() ON (r.declared);
CREATE INDEX sibling_of_declared IF NOT EXISTS FOR ()-[r:SIBLING_OF]-() ON (r.declared);
CREATE INDEX member_of_declared IF NOT EXISTS FOR ()-[r:MEMBER_OF]-() ON (r.declared);
CREATE INDEX split_from_declared IF NOT EXISTS FOR ()-[r:SPLIT_FROM]-() ON (r.declared);
CREATE INDEX shareholder_of_declared IF NOT EXISTS FOR ()-[r:SHAREHOLDER_OF]-() ON (r.declared);
CREATE INDEX legal_representative_of_declared IF NOT EXISTS FOR ()-[r:LEGAL_REPRESENTATIVE_OF]-() ON (r.declared);
CREATE INDEX director_of_declared IF NOT EXISTS FOR ()-[r:DIRECTOR_OF]-() ON (r.declared);
CREATE INDEX supervisor_of_declared IF NOT EXISTS FOR ()-[r:SUPERVISOR_OF]-() ON (r.declared);
CREATE INDEX controller_of_declared IF NOT EXISTS FOR ()-[r:CONTROLLER_OF]-() ON (r.declared);
CREATE INDEX owned_by_declared IF NOT EXISTS FOR ()-[r:OWNED_BY]-() ON (r.declared);
CREATE INDEX run_by_declared IF NOT EXISTS FOR ()-[r:RUN_BY]-() ON (r.declared);
CREATE INDEX paid_by_declared IF NOT EXISTS FOR ()-[r:PAID_BY]-() ON (r.declared);
CREATE INDEX paid_to_declared IF NOT EXISTS FOR ()-[r:PAID_TO]-() ON (r.declared);
CREATE INDEX into_declared IF NOT EXISTS FOR ()-[r:INTO]-() ON (r.declared);
CREATE INDEX under_declared IF NOT EXISTS FOR ()-[r:UNDER]-() ON (r.declared);
CREATE INDEX corrects_declared IF NOT EXISTS FOR ()-[r:CORRECTS]-() ON (r.declared);
CREATE INDEX named_declared IF NOT EXISTS FOR ()-[r:NAMED]-() ON (r.declared);

// The label of those who hold or held a post.
CREATE INDEX official_id IF NOT EXISTS FOR (n:Official) ON (n.id);
