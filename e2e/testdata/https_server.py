"""Python's own file server (python3 -m http.server), behind TLS.

Arguments: certificate file, key file, the folder to serve. It prints the port
that it listens on, on 127.0.0.1, as its first line.
"""

import functools
import http.server
import ssl
import sys

certificate, key, folder = sys.argv[1:]
handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=folder)
listener = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(certificate, key)
listener.socket = context.wrap_socket(listener.socket, server_side=True)
print(listener.server_port, flush=True)
listener.serve_forever()
