-- Who the accounts are, said a second time on another page of the file, for when one of them is damaged. The settings'
-- names are 'account/' and the account's id.

INSERT INTO setting (name, value)
SELECT 'account/' || id, json_array(kind, address, user_name) FROM account WHERE true
ON CONFLICT (name) DO NOTHING;
