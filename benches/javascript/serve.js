// The stack that `dev/bench` measures Kinflow beside: @neo4j/graphql behind Yoga over node:http, on the same Neo4j.
// Prints where it listens, once it does; without --port the system picks one.
//
//   NODE_ENV=production node serve.js --bolt bolt://127.0.0.1:7687
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { parseArgs } from "node:util";
import { Neo4jGraphQL } from "@neo4j/graphql";
import { createYoga } from "graphql-yoga";
import { driver } from "neo4j-driver";

const options = { port: { type: "string", default: "0" }, bolt: { type: "string" } };
const { port, bolt } = parseArgs({ options }).values;
const executionContext = driver(bolt);
const typeDefs = read("schema.graphql").replace(/<(.+\.cypher)>/g, (_, path) => read(`../../cypher/${path}`));
const yoga = createYoga({
  schema: await new Neo4jGraphQL({ typeDefs }).getSchema(),
  context: { executionContext, sessionConfig: { database: "neo4j" } }, // named, so that no request has to ask for it
  graphiql: false,
  landingPage: false,
  logging: false,
});
const server = createServer(yoga);
server.listen(Number(port), "127.0.0.1", () => console.log(`127.0.0.1:${server.address().port}`));

function read(path) {
  return readFileSync(new URL(path, import.meta.url), "utf8");
}
