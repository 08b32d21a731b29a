// All commands, with the help and the shell completion that they share.
import createCompletion from '@bomb.sh/tab/commander';
import { Command } from 'commander';
import { approveCommand } from './approve-command.ts';
import { cancelCommand } from './cancel-command.ts';
import { checkCommand } from './check-command.ts';
import { doctorCommand } from './doctor-command.ts';
import { feedsCommand } from './feeds-command.ts';
import { forgetCommand } from './forget-command.ts';
import { importCommand } from './import-command.ts';
import { initCommand } from './init-command.ts';
import { journeysCommand } from './journeys-command.ts';
import { listCommand } from './list-command.ts';
import { newCommand } from './new-command.ts';
import { openCommand } from './open-command.ts';
import { putCommand } from './put-command.ts';
import { redriveCommand } from './redrive-command.ts';
import { replayCommand } from './replay-command.ts';
import { secretsCommand } from './secrets-command.ts';
import { showCommand } from './show-command.ts';
import { startCommand } from './start-command.ts';
import { commandLine } from './target/further-call.ts';

export function program(): Command {
  const cli = new Command('csv-to-customerio')
    .description('Imports CSV files into Customer.io: every row once, or rejected with a reason')
    .addHelpText('after', HELP);
  cli.commandsGroup('On this machine, without AWS:');
  const offline = [
    newCommand(),
    startCommand(),
    importCommand(),
    checkCommand(),
    initCommand(),
    feedsCommand(),
    journeysCommand(),
  ];
  for (const command of offline) cli.addCommand(command);
  cli.commandsGroup('On a deployed stack, or with --local on the embedded engine:');
  const operating = [
    putCommand(),
    listCommand(),
    showCommand(),
    openCommand(),
    approveCommand(),
    cancelCommand(),
    redriveCommand(),
    replayCommand(),
    forgetCommand(),
    secretsCommand(),
    doctorCommand(),
  ];
  for (const command of operating) cli.addCommand(command);
  nameHelpAfterErrors(cli);
  createCompletion(cli);
  return cli;
}

/** After an error of Commander, such as an unknown option. Our own errors say what to do themselves. */
function nameHelpAfterErrors(cli: Command): void {
  const call = commandLine();
  nameAfterErrors(cli, `To see all commands, run: ${call} --help`);
  for (const command of cli.commands)
    nameAfterErrors(command, `To see how to use ${command.name()}, run: ${call} ${command.name()} --help`);
}

function nameAfterErrors(command: Command, help: string): void {
  command.configureOutput({
    outputError: (text, write) => write(text.startsWith('error: ') ? `${text}${help}\n` : text),
  });
}

const HELP = `
New here? Run start to import the samples, init FILE to draft a feed for your own file, and check FILE --feed FEED to
see what an import would do. In a clone of the repository, write npm run cli -- COMMAND.

Exit codes: 0 done or completed, 2 completed with rejects, 3 held, 1 failed, refused or wrong arguments.
Results go to stdout, progress goes to stderr. Set NO_COLOR to turn colors off.
Shell completion: source <(csv-to-customerio complete zsh)   (or bash, fish, powershell)`;
