"""An authorization server made of Authlib whose client says who it is with a
client assertion (private_key_jwt), behind TLS.

Arguments: certificate file, key file, the client's public key file, its client
id. It prints the port that it listens on, on 127.0.0.1, as its first line. Authlib
alone decides what is accepted, by this process's own clock.
"""

import json
import logging
import ssl
import sys
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from authlib.oauth2.rfc6749 import AuthorizationServer, OAuth2Request
from authlib.oauth2.rfc6749.grants import ClientCredentialsGrant
from authlib.oauth2.rfc6750 import BearerTokenGenerator
from authlib.oauth2.rfc7523 import JWTBearerClientAssertion

logging.basicConfig(level=logging.DEBUG)  # why an assertion is refused
certificate, key, client_key, client_id = sys.argv[1:]
with open(client_key) as file:
    public_key = file.read()
METHOD = JWTBearerClientAssertion.CLIENT_AUTH_METHOD


class Client:
    def check_endpoint_auth_method(self, method, endpoint):
        return method == METHOD

    def check_grant_type(self, grant_type):
        return grant_type == ClientCredentialsGrant.GRANT_TYPE

    def get_allowed_scope(self, scope):
        return scope


class Assertion(JWTBearerClientAssertion):
    used = set()

    def validate_jti(self, claims, jti):
        fresh = jti not in self.used
        self.used.add(jti)
        return fresh

    def resolve_client_public_key(self, client, headers):
        return public_key


class Grant(ClientCredentialsGrant):
    TOKEN_ENDPOINT_AUTH_METHODS = [METHOD]


class Server(AuthorizationServer):
    def query_client(self, asked):
        return Client() if asked == client_id else None

    def save_token(self, token, request):
        pass

    def send_signal(self, name, *args, **kwargs):
        pass

    def create_oauth2_request(self, request):
        return request

    def handle_response(self, status, body, headers):
        return status, body, headers


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
token_url = "https://127.0.0.1:%d/oauth/token" % listener.server_port
server = Server()
server.register_token_generator(
    "default", BearerTokenGenerator(lambda **_: "canary-access-token")
)
server.register_client_auth_method(METHOD, Assertion(token_url))
server.register_grant(Grant)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(certificate, key)
listener.socket = context.wrap_socket(listener.socket, server_side=True)
print(listener.server_port, flush=True)
listener.serve_forever()
