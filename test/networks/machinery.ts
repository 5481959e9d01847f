/** What a situation's network is made of: the front, a logging CONNECT proxy, a container endpoint, listeners that do not answer. */
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer as createProxy } from "node:http";
import { type AddressInfo, connect, createServer as createTcp, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { awsHandler, type Handler, httpServer, httpsServer, type Seen, type Special } from "./front.js";

/** Where things listen on this machine. */
export interface Ports {
  /** The TLS front's port, and that of one with a certificate of another authority. */
  readonly front: number;
  readonly untrusted: number;
  readonly proxy: number;
  readonly container: number;
  readonly instance: number;
  /** Accepts, and never answers. */
  readonly silent: number;
  /** Sends one byte after the other, without end. */
  readonly drip: number;
  /** Cuts each connection once a request arrived. */
  readonly cut: number;
  /** Takes no connection: the queue of the listener is full. */
  readonly full: number;
}

export interface Machinery extends Ports {
  readonly ca: string;
  readonly folder: string;
  /** What was asked since the last call. */
  take(): { readonly seen: readonly Seen[]; readonly proxied: readonly string[] };
  set(behaviour: Behaviour): void;
  close(): Promise<void>;
}

/** How one situation's network differs from a good one. */
export interface Behaviour {
  readonly special?: Special;
  /** A status in place of a tunnel; 0: no answer at all. */
  readonly proxy?: (host: string) => number | undefined;
  /** Leads hosts to the front whose authority is not known. */
  readonly inspects?: (host: string) => boolean;
  readonly container?: number | "credentials" | "silent";
}

const hosts = [
  ...["kms", "sts", "portal.sso", "oidc"].map((name) => `DNS:${name}.us-east-1.amazonaws.com`),
  ...["kms", "sts"].map((name) => `DNS:${name}.ap-southeast-4.amazonaws.com`),
  ...["DNS:us-east-1.signin.aws.amazon.com", "DNS:kms.test.invalid", "DNS:localhost", "IP:127.0.0.1"],
].join(",");

export async function startMachinery(): Promise<Machinery> {
  const folder = mkdtempSync(join(tmpdir(), "mwaa-kms-networks-"));
  const trusted = makeCertificate(folder, "trusted");
  const other = makeCertificate(folder, "other");
  const seen: Seen[] = [];
  const proxied: string[] = [];
  let behaviour: Behaviour = {};
  const closers: (() => Promise<void>)[] = [];
  const listen = async (server: Server): Promise<number> => {
    const sockets = new Set<Socket>();
    server.on("connection", (socket: Socket) => {
      sockets.add(socket);
      socket.on("error", () => undefined);
      socket.on("close", () => sockets.delete(socket));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    closers.push(async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    });
    return (server.address() as AddressInfo).port;
  };
  const handler = awsHandler(
    (each) => seen.push(each),
    (each, response) => behaviour.special?.(each, response) ?? false,
  );
  const front = await listen(httpsServer(handler, trusted.cert, trusted.key));
  const untrusted = await listen(httpsServer(handler, other.cert, other.key));
  const proxy = createProxy();
  proxy.on("connect", (request, client: Socket) => {
    const host = String(request.url).replace(/:\d+$/, "");
    proxied.push(host);
    const status = behaviour.proxy?.(host);
    if (status === 0) return;
    if (status !== undefined) return void client.end(`HTTP/1.1 ${status} No\r\n\r\n`);
    const onward = connect(behaviour.inspects?.(host) ? untrusted : front, "127.0.0.1", () => {
      client.write("HTTP/1.1 200 OK\r\n\r\n");
      onward.pipe(client);
      client.pipe(onward);
    });
    onward.on("error", () => client.destroy());
    client.on("error", () => onward.destroy());
  });
  const container = httpServer(containerHandler(() => behaviour));
  const instance = httpServer(instanceHandler);
  const silent = createTcp(() => undefined);
  const drip = createTcp((socket) => {
    socket.once("data", () => {
      socket.write(
        "HTTP/1.1 200 OK\r\ncontent-type: application/x-amz-json-1.1\r\ncontent-length: 100000\r\n\r\n",
      );
      const timer = setInterval(() => socket.write(" "), 100);
      socket.on("close", () => clearInterval(timer));
    });
  });
  const cut = createTcp((socket) => socket.once("data", () => socket.destroy()));
  const full = await fullListener();
  closers.push(full.close);
  return {
    ...{ front, untrusted, folder, ca: trusted.ca, full: full.port },
    proxy: await listen(proxy),
    container: await listen(container),
    instance: await listen(instance),
    silent: await listen(silent),
    drip: await listen(drip),
    cut: await listen(cut),
    take: () => ({ seen: seen.splice(0), proxied: proxied.splice(0) }),
    set: (next) => {
      behaviour = next;
    },
    close: async () => {
      for (const close of closers) await close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const keysOf = (key: string) =>
  JSON.stringify({
    Code: "Success",
    AccessKeyId: key,
    SecretAccessKey: `secret-of-${key}`,
    Token: `token-of-${key}`,
    Expiration: "2099-01-01T00:00:00Z",
  });

/** The endpoint of ECS, EKS Pod Identity and CloudShell. */
export function containerHandler(behaviour: () => Behaviour): Handler {
  return (_request, response) => {
    const kind = behaviour().container ?? "credentials";
    if (kind === "silent") return;
    response.writeHead(kind === "credentials" ? 200 : kind, { "content-type": "application/json" });
    response.end(kind === "credentials" ? keysOf("ASIACONTAINER") : '{"Code":"AccessDenied"}');
  };
}

/** The instance metadata service of an instance with a role. */
export const instanceHandler: Handler = ({ url, method }, response) => {
  if (method === "PUT") return void response.end("token");
  response.end(/credentials\/.+/.test(String(url)) ? keysOf("ASIAINSTANCE") : "role");
};

/** A stopped process accepts nothing; once its queue is full, the system drops what arrives. */
async function fullListener(): Promise<{ port: number; close: () => Promise<void> }> {
  const source =
    "require('net').createServer().listen({port:0,host:'127.0.0.1',backlog:1},function(){console.log(this.address().port)})";
  const child = spawn(process.execPath, ["-e", source], { stdio: ["ignore", "pipe", "ignore"] });
  const port = await new Promise<number>((resolve) =>
    child.stdout.once("data", (text) => resolve(Number(String(text)))),
  );
  child.kill("SIGSTOP");
  const fillers = Array.from({ length: 8 }, () => connect(port, "127.0.0.1").on("error", () => undefined));
  await new Promise((resolve) => setTimeout(resolve, 300));
  return {
    port,
    close: async () => {
      for (const filler of fillers) filler.destroy();
      child.kill("SIGKILL");
    },
  };
}

function makeCertificate(folder: string, name: string) {
  const path = (end: string) => join(folder, `${name}.${end}`);
  const openssl = (...words: string[]) => execFileSync("openssl", words, { stdio: "ignore" });
  const newKey = ["-newkey", "rsa:2048", "-nodes", "-days", "2"];
  openssl(
    "req",
    "-x509",
    ...newKey,
    "-keyout",
    path("ca.key"),
    "-out",
    path("ca.pem"),
    "-subj",
    `/CN=${name} CA`,
  );
  openssl("req", ...newKey, "-keyout", path("key"), "-out", path("csr"), "-subj", "/CN=front");
  writeFileSync(path("ext"), `subjectAltName=${hosts}\n`);
  const authority = ["-CA", path("ca.pem"), "-CAkey", path("ca.key"), "-CAcreateserial"];
  openssl(
    "x509",
    "-req",
    "-in",
    path("csr"),
    ...authority,
    "-days",
    "2",
    "-out",
    path("pem"),
    "-extfile",
    path("ext"),
  );
  return { ca: path("ca.pem"), cert: readFileSync(path("pem")), key: readFileSync(path("key")) };
}
