import os
import pwd

nobody = pwd.getpwnam("nobody")
os.setgid(nobody.pw_gid)
os.setuid(nobody.pw_uid)
print("now", pwd.getpwuid(os.getuid()).pw_name)
