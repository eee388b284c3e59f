import { mount } from "svelte";
import "../styles/tokens.css";
import "../styles/global.css";
import Agent from "./Agent.svelte";

const target = document.getElementById("app");
if (target) mount(Agent, { target });
