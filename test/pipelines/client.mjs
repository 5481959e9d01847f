/** Stands in for the program: asks the test's own process to run it, which takes a tenth of the time of a new one. */
import { connect } from "node:net";
import { text } from "node:stream/consumers";

const socket = connect(process.env.PROGRAM_SOCKET);
socket.end(JSON.stringify({ argv: process.argv.slice(2), env: process.env, folder: process.cwd() }));
const { code, stdout, stderr } = JSON.parse(await text(socket));
process.stdout.write(stdout);
process.stderr.write(stderr);
process.exitCode = code;
