#!/usr/bin/env node
// `create-csv-to-customerio NAME` is `csv-to-customerio new NAME`.
import { newProject } from './new-project.js';

await newProject(['new', ...process.argv.slice(2)]);
