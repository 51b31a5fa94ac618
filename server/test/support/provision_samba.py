"""Makes the domain of an Active Directory in a folder, with what an LDIF file says: provision_samba.py FOLDER REALM PASSWORDS < LDIF

PASSWORDS is a JSON object: sAMAccountName -> password. 'Administrator' is among them.
"""

import json
import logging
import os
import sys

import ldb
from samba.auth import system_session
from samba.dsdb import DS_DOMAIN_FUNCTION_2008_R2
from samba.param import LoadParm
from samba.provision import provision
from samba.samdb import SamDB

folder, realm, passwords = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
logging.basicConfig(level=logging.ERROR)

parameters = LoadParm()
parameters.load(os.path.join(folder, "smb.conf"))
# Without access control lists on sysvol, which not every file system takes, and which no LDAP client sees.
made = provision(
    logging.getLogger(),
    system_session(),
    smbconf=os.path.join(folder, "smb.conf"),
    lp=parameters,
    realm=realm,
    domain=realm.split(".")[0].upper(),
    serverrole="active directory domain controller",
    hostname="dc1",
    hostip="127.0.0.1",
    adminpass=passwords["Administrator"],
    dns_backend="NONE",
    dom_for_fun_level=DS_DOMAIN_FUNCTION_2008_R2,
    skip_sysvolacl=True,
)

directory = SamDB(session_info=system_session(), lp=made.lp, url=os.path.join(folder, "private", "sam.ldb"))
changes = list(directory.parse_ldif(sys.stdin.read()))
# The more a transaction holds, the slower each further entry.
BATCH = 500
for start in range(0, len(changes), BATCH):
    directory.transaction_start()
    for change, message in changes[start : start + BATCH]:
        if change == ldb.CHANGETYPE_MODIFY:
            directory.modify(message)
        else:
            directory.add(message)
    directory.transaction_commit()
for name, password in passwords.items():
    if name != "Administrator":
        directory.setpassword("(sAMAccountName=%s)" % name, password, username=name)
