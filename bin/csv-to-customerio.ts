// The command line. The dynamic import lets it print a mistake in feeds.config.ts without a stack trace.
try {
  const { program } = await import('../cli/program.ts');
  await program().parseAsync();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
