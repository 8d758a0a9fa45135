import { createClient } from "graphql-ws";
import { Environment, Network, Observable, RecordSource, Store, type SubscribeFunction } from "relay-runtime";
import { fetchFrom } from "./environment";

/** Sends subscriptions by WebSocket, and everything else by HTTP. */
export const createLiveEnvironment = (url: string) => {
  const socket = createClient({
    url: url.replace(/^http/, "ws"),
    retryAttempts: 100,
    // connectionParams: { authorization: "Bearer …" },
  });
  const subscribe: SubscribeFunction = ({ text, name }, variables) =>
    Observable.create((sink) =>
      socket.subscribe(
        { operationName: name, query: text ?? "", variables },
        { ...sink, next: (result) => sink.next(result as never) },
      ),
    );
  const network = Network.create(fetchFrom(url), subscribe);
  return {
    environment: new Environment({ network, store: new Store(new RecordSource()) }),
    close: () => socket.dispose(),
  };
};
