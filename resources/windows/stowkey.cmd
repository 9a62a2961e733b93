@echo off
rem Stowkey's command line: the program beside this folder, which waits for a command that exec runs.
setlocal DisableDelayedExpansion
"%~dp0..\..\stowkey.exe" --disable-gpu --log-level=3 -- %*
exit /b %errorlevel%
