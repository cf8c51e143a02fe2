import express from 'express';
import type { Options } from 'typescript';

express().listen(3000);
