"""An RFC 7523 authorization server made of Authlib, behind TLS.

Arguments: certificate file, key file, the client's public key file, issuer,
audience. It prints the port that it listens on, on 127.0.0.1, as its first line.
Authlib alone decides what is accepted, by this process's own clock.
"""

import json
import ssl
import sys
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from authlib.oauth2.rfc6749 import AuthorizationServer, OAuth2Request
from authlib.oauth2.rfc6750 import BearerTokenGenerator
from authlib.oauth2.rfc7523 import JWTBearerGrant

certificate, key, client_key, issuer, audience = sys.argv[1:]
with open(client_key) as file:
    public_key = file.read()


class Client:
    def check_grant_type(self, grant_type):
        return grant_type == JWTBearerGrant.GRANT_TYPE

    def get_allowed_scope(self, scope):
        return scope


class Grant(JWTBearerGrant):
    CLAIMS_OPTIONS = {
        "iss": {"essential": True, "value": issuer},
        "aud": {"essential": True, "value": audience},
        "exp": {"essential": True},
    }

    def resolve_issuer_client(self, _issuer):
        return Client()

    def resolve_client_key(self, client, headers, payload):
        return public_key

    def authenticate_user(self, subject):
        return subject

    def has_granted_permission(self, client, user):
        return True


class Server(AuthorizationServer):
    def query_client(self, client_id):
        return None

    def save_token(self, token, request):
        pass

    def send_signal(self, name, *args, **kwargs):
        pass

    def create_oauth2_request(self, request):
        return request

    def handle_response(self, status, body, headers):
        return status, body, headers


server = Server()
server.register_token_generator(
    "default", BearerTokenGenerator(lambda **_: "canary-access-token")
)
server.register_grant(Grant)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        length = int(self.headers.get("Content-Length", 0))
        form = dict(urllib.parse.parse_qsl(self.rfile.read(length).decode()))
        uri = "https://%s%s" % (self.headers["Host"], self.path)
        status, body, headers = server.create_token_response(
            OAuth2Request("POST", uri, form, self.headers)
        )
        self.answer(status, dict(headers), json.dumps(body).encode())

    def do_HEAD(self):
        self.answer(405, {"Allow": "POST"}, b"")

    do_GET = do_HEAD

    def answer(self, status, headers, body):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


listener = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(certificate, key)
listener.socket = context.wrap_socket(listener.socket, server_side=True)
print(listener.server_port, flush=True)
listener.serve_forever()
