// What a worker of Node runs: a thread of piscina's calls the function, a child process gets messages.
module.exports = (value) => value;

if (process.argv[2] === 'child') {
  process.on('message', (message) => process.send(message));
  process.send('ready');
}
