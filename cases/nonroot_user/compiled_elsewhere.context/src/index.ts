import { keep } from "./store.js";

keep("started");
