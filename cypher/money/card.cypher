RETURN {label: wanted.label, id: wanted.id} AS place, CASE wanted.label
  WHEN 'ACCOUNT' THEN {label: 'ACCOUNT', id: account.id, number: account.number, bank: account.bank}
  WHEN 'PERSON' THEN {label: 'PERSON', id: person.id, name: person.name, regionCode: person.regionCode, idNumber: person.idNumber,
    sex: person.sex, bornOn: toString(person.bornOn), birthOrder: person.birthOrder}
  WHEN 'HOUSEHOLD' THEN {label: 'HOUSEHOLD', id: household.id, regionCode: household.regionCode, kind: household.kind}
  WHEN 'COMPANY' THEN {label: 'COMPANY', id: company.id, name: company.name, regionCode: company.regionCode, kind: company.kind}
  ELSE {label: 'AGENCY', id: agency.id, name: agency.name, regionCode: agency.regionCode} END AS card
ORDER BY wanted.label, wanted.id
