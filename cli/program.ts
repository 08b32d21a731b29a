// All commands, with what they share: help, shell completion.
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
import { listCommand } from './list-command.ts';
import { openCommand } from './open-command.ts';
import { putCommand } from './put-command.ts';
import { redriveCommand } from './redrive-command.ts';
import { replayCommand } from './replay-command.ts';
import { showCommand } from './show-command.ts';
import { startCommand } from './start-command.ts';

export function program(): Command {
  const cli = new Command('csv-to-customerio')
    .description('CSV files into Customer.io: every row once, or back with a reason')
    .addHelpText('after', HELP);
  cli.commandsGroup('On this machine, without AWS:');
  for (const command of [startCommand(), importCommand(), checkCommand(), initCommand(), feedsCommand()])
    cli.addCommand(command);
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
    doctorCommand(),
  ];
  for (const command of operating) cli.addCommand(command);
  createCompletion(cli);
  return cli;
}

const HELP = `
Exit codes: 0 well or completed, 2 completed with rejects, 3 held, 1 failed, refused or called wrongly.
Results go to stdout, progress to stderr. Colours are off where output is no terminal, or NO_COLOR is set.
Completion: source <(csv-to-customerio complete zsh)   (or bash, fish, powershell)`;
