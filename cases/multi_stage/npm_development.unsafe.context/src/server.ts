import express from 'express';
import dotenv from 'dotenv/config';
