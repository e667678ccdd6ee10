@echo off
rem The command line of the Drover extension: on the editor's own runtime, or else on the Node of the PATH.
setlocal
set "runtime=node"
if defined DROVER_NODE if exist "%DROVER_NODE%" set "runtime=%DROVER_NODE%"
set ELECTRON_RUN_AS_NODE=1
"%runtime%" "%~dp0..\dist\cli.cjs" %*
