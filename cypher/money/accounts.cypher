// The accounts that each owns or owned, alone or jointly; an account is its own.
OPTIONAL MATCH (party)<-[tie:OWNED_BY]-(owned:Account)
WHERE tie.role IN ['OWNER', 'JOINT']
WITH wanted, account, owned ORDER BY owned.id
WITH wanted, collect(DISTINCT coalesce(account.id, owned.id)) AS accounts
RETURN {label: wanted.label, id: wanted.id} AS place, accounts
ORDER BY wanted.label, wanted.id
